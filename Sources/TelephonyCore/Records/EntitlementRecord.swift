/// How many numbers an owner may have active at a site.
package struct EntitlementRecord: Sendable, Hashable {
    /// The owner.
    package let owner: NumberOwner
    /// The site.
    package let site: SiteID
    /// In all.
    package var count: UInt32
    /// In use.
    package var used: UInt32

    /// A record with all its columns.
    package init(owner: NumberOwner, site: SiteID, count: UInt32, used: UInt32) {
        self.owner = owner
        self.site = site
        self.count = count
        self.used = used
    }
}
