internal import NIOCore
internal import TrunkMessages

extension RPCError {
    /// The error behind a status that came off the wire. Details that do not decode are left out: they never turn one
    /// failure into another.
    package init(_ status: EncodedStatus) {
        let details = status.details.flatMap { bytes in
            bytes.withUnsafeReadableBytes { raw in try? ErrorDetails(decoding: raw) }
        }
        self.init(
            status.code, status.text, details: details, notExecuted: status.notExecuted, noRetry: status.noRetry,
            retryAfter: status.retryAfterMicroseconds.map(Duration.microseconds(clamping:)))
    }
}
