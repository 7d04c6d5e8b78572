/// Names a number for as long as it exists, whatever its E.164 and extension. Made by the server from randomness.
package struct NumberID: Sendable, Hashable {
    /// The UUID.
    package let uuid: UUIDBytes

    /// Wraps a UUID.
    package init(uuid: UUIDBytes) { self.uuid = uuid }

    /// A new id (UUID version 4).
    package init(random: inout some RandomNumberGenerator) {
        let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        self.init(uuid: UUIDBytes(high: high, low: low))
    }
}
