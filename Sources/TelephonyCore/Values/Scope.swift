/// What a principal may see. Part of every look-up: what lies outside is missing, not forbidden (T-7).
package enum Scope: Sendable, Hashable {
    /// Everything.
    case platform
    /// An operator with its sites, and numbers of its occupiers.
    case `operator`(OperatorID)
    /// An occupier.
    case occupier(OccupierID)
    /// A user's own numbers.
    case user(UserID)
}
