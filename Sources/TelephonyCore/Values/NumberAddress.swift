/// How a caller names a number: canonical by construction, so one number never has two counters (T-6).
package enum NumberAddress: Sendable, Hashable {
    /// By E.164.
    case e164(E164)
    /// By extension at a site.
    case extensionAtSite(ExtensionNumber, SiteID)
}
