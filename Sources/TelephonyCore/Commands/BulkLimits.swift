/// Limits of requests about many numbers.
package enum BulkLimits {
    /// Most rows in one request, which is decided and committed as a whole.
    package static let rowsMax = 1_000

    /// Checks a row count.
    ///
    /// - Throws: `Refusal.invalid`.
    static func check(_ count: Int) throws(Refusal) {
        guard (1...rowsMax).contains(count) else {
            throw .invalid(field: "numbers", problem: "must be 1 to \(rowsMax)")
        }
    }
}
