/// How a caller names a number: canonical by construction, so one number never has two counters (T-6).
package enum NumberAddress: Sendable, Hashable {
    /// By E.164.
    case e164(E164)
    /// By extension at a site.
    case extensionAtSite(ExtensionNumber, SiteID)
}

extension NumberAddress {
    /// The address for the audit: `+442079460123`, or `4711@london-1`; at most 72 bytes.
    package var text: String {
        switch self {
        case .e164(let number): number.text
        case .extensionAtSite(let number, let site): "\(number.text)@\(site.text)"
        }
    }
}
