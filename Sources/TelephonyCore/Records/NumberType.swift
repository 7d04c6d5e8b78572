/// What a number is for.
package enum NumberType: UInt8, Sendable, Hashable, CaseIterable {
    /// A person's or a room's number.
    case ordinary = 1
    /// The main number of an owner at a site: inbound only, at most one, no handset.
    case main = 2
}
