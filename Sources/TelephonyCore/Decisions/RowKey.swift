/// A row that a command needs. Commands name their rows, and a store loads those of a whole batch in one step.
package enum RowKey: Sendable, Hashable {
    /// A number by one of its addresses.
    case number(NumberAddress)
    /// The main number of an owner at a site.
    case mainNumber(NumberOwner, SiteID)
    /// An entitlement.
    case entitlement(NumberOwner, SiteID)
    /// An operator.
    case `operator`(OperatorID)
    /// A site.
    case site(SiteID)
    /// An occupier.
    case occupier(OccupierID)
    /// A user.
    case user(UserID)
    /// The policy of a level.
    case policy(PolicyLevel)
    /// What is kept of a request.
    case request(RequestID)
}
