internal import NIOCore
internal import Trunk

/// What an observer will be told of one call. Made only when there is an observer; never leaves its loop.
final class ObservedCall {
    private let context: CallContext
    private let receivedAt: NIODeadline
    /// Message bytes that came and went, as they were on the wire.
    var requestBytes = 0
    var replyBytes = 0
    /// Messages that came and went.
    var messagesIn = 0
    var messagesOut = 0

    /// A call whose request came at `receivedAt`.
    init(context: CallContext, receivedAt: NIODeadline) {
        self.context = context
        self.receivedAt = receivedAt
    }

    /// The call as it ended.
    func record(_ code: StatusCode, _ error: RPCError?, now: NIODeadline) -> CallRecord {
        var record = CallRecord(method: context.method, code: code, peer: context.peer)
        record.reason = error?.reason ?? ""
        record.notExecuted = error?.notExecuted ?? false
        record.durationNanoseconds = max(0, (now - receivedAt).nanoseconds)
        record.requestBytes = UInt64(clamping: requestBytes)
        record.replyBytes = UInt64(clamping: replyBytes)
        record.messagesIn = UInt64(clamping: messagesIn)
        record.messagesOut = UInt64(clamping: messagesOut)
        record.callID = context.callID
        record.identity = context.identity?.name
        record.traceContext = context.traceContext
        return record
    }
}
