/// Limits of pages.
package enum PageLimit {
    /// Most rows of a page.
    package static let rowsMax = 1_000

    /// A limit within what is allowed, 1 to `rowsMax`.
    package static func clamp(_ limit: Int) -> Int { min(max(limit, 1), rowsMax) }
}
