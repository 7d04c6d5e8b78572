/// The organisation that owns a number or an entitlement.
package enum NumberOwner: Sendable, Hashable {
    /// The landlord itself.
    case `operator`(OperatorID)
    /// A tenant company.
    case occupier(OccupierID)
}
