/// What a principal may do (domain matrix 2.5).
package enum Role: UInt8, Sendable, Hashable, CaseIterable {
    /// The provider of the platform.
    case platform = 1
    /// Runs an operator's sites.
    case operatorAdmin = 2
    /// Works for an operator.
    case operatorUser = 3
    /// Runs an occupier.
    case occupierAdmin = 4
    /// Holds numbers of an occupier.
    case occupierUser = 5
    /// A phone system acting for its callers.
    case pbx = 6
    /// Reads the audit.
    case auditor = 7
}
