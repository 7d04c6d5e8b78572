/// Bytes of frames for ended calls that a peer may still send without being charged (TRK-405).
///
/// A call that ends early leaves what its peer may have in flight here; frames for ended calls draw from it.
struct StragglerAllowance {
    private let bytesMax: Int
    private(set) var bytes = 0

    /// Empty, never to hold more than `bytesMax`.
    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Adds what may still come for a call that ended, beside one crossing RESET.
    mutating func add(inFlightBytes: Int) {
        let frames = inFlightBytes / WireLimits.frameBytesFloor + 1
        let added = inFlightBytes + frames * WireLimits.stragglerFrameBytes + WireLimits.stragglerCallBytes
        self.bytes = min(self.bytesMax, self.bytes + added)
    }

    /// Draws for one frame; false when the allowance does not cover it and the peer is to be charged.
    mutating func draw(payloadBytes: Int) -> Bool {
        let cost = payloadBytes + WireLimits.stragglerFrameBytes
        guard cost <= self.bytes else { return false }
        self.bytes -= cost
        return true
    }
}
