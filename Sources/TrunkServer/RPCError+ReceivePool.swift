internal import Trunk
internal import TrunkMessages
internal import TrunkWire

extension RPCError {
    /// No room for another long request while the handlers of others run (TRK-403).
    static func receivePoolExhausted(_ limits: WireLimits) -> RPCError {
        .overLimit(
            "receive_pool_bytes", UInt64(clamping: limits.receivePoolBytesMax), Rule.poolExhausted.text)
    }
}
