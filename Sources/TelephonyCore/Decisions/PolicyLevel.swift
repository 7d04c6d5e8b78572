/// Where a policy is set; a lower level inherits what it does not set.
package enum PolicyLevel: Sendable, Hashable {
    /// The whole platform.
    case platform
    /// An operator.
    case `operator`(OperatorID)
    /// A site.
    case site(SiteID)
    /// An occupier.
    case occupier(OccupierID)
}
