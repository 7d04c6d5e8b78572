internal import TrunkWire

extension CallID {
    /// Stream and slot in one word, for a timer; never 0, which stands for the connection.
    var timerItem: UInt64 {
        UInt64(stream.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: slot))
    }

    /// The call a timer was set for.
    init(timerItem: UInt64) {
        self.init(
            stream: StreamID(rawValue: UInt32(truncatingIfNeeded: timerItem >> 32)),
            slot: Int(UInt32(truncatingIfNeeded: timerItem)))
    }
}
