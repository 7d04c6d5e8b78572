/// A number to be created.
package struct NumberSpec: Sendable, Hashable {
    /// Its public number.
    package let e164: E164
    /// Its extension.
    package let extensionNumber: ExtensionNumber
    /// Its site.
    package let site: SiteID
    /// What it is for.
    package let type: NumberType

    /// A number to be created.
    package init(e164: E164, extensionNumber: ExtensionNumber, site: SiteID, type: NumberType = .ordinary) {
        self.e164 = e164
        self.extensionNumber = extensionNumber
        self.site = site
        self.type = type
    }

    /// Its two addresses.
    var addresses: [NumberAddress] { [.e164(e164), .extensionAtSite(extensionNumber, site)] }
}
