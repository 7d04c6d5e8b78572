internal import NIOCore
internal import Trunk
internal import TrunkWire

extension EndStatus {
    /// The END that tells the peer this error.
    init(_ error: RPCError) {
        let status = EncodedStatus(error)
        var metadata = Metadata()
        if let wait = status.retryAfterMicroseconds { metadata.append(.retryAfter, wait) }
        if let limit = error.details?.limit { metadata.append(HitLimit(name: limit.name, value: limit.value)) }
        var flags: FrameFlags = []
        if status.notExecuted { flags.insert(.notExecuted) }
        if status.noRetry { flags.insert(.noRetry) }
        if status.truncated { flags.insert(.truncated) }
        self.init(
            WireStatus(code: status.code.rawValue), text: status.text, details: status.details, metadata: metadata,
            flags: flags)
    }
}
