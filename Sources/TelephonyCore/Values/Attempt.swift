/// Where a PIN is used, and where that comes from.
package struct Attempt: Sendable, Hashable {
    /// The surface; nil where none is named, as in a check of a candidate.
    package let surface: Surface?
    /// Calling number or address, at most 64 bytes; empty when unknown.
    package let address: String
    /// The device; at a handset sign-in the handset itself; at most 64 bytes, empty when unknown.
    package let device: String

    /// An attempt's circumstances.
    package init(surface: Surface?, address: String = "", device: String = "") {
        self.surface = surface
        self.address = address
        self.device = device
    }
}
