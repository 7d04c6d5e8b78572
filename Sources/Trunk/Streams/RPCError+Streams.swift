package import TrunkMessages

/// The failures that only streams have.
extension RPCError {
    private static let callEndedReason = "CALL_ENDED"

    /// A write that came after the call had ended well: there is an answer to read.
    package static var callEnded: RPCError {
        RPCError(
            .cancelled, "the call has ended; read what the peer answered",
            details: ErrorDetails(reason: callEndedReason, domain: "trunk"), isLocal: true)
    }

    /// Whether this is `callEnded`.
    var isCallEnded: Bool { isLocal && reason == Self.callEndedReason }

    /// No message went either way for the method's idle timeout (PROTOCOL §5).
    package static var idle: RPCError {
        RPCError(
            .deadlineExceeded, "no message went either way for too long; the call can be made again",
            details: ErrorDetails(reason: "IDLE", domain: "trunk"))
    }

    /// A write after `finish`.
    package static var requestsFinished: RPCError {
        RPCError(
            .failedPrecondition, "nothing can be sent after the end of the requests was declared",
            details: ErrorDetails(reason: "REQUESTS_FINISHED", domain: "trunk"), isLocal: true)
    }

    /// A second loop over a stream.
    static var streamReadTwice: RPCError {
        RPCError(
            .failedPrecondition, "a stream of messages can be read once; keep what you need of it",
            details: ErrorDetails(reason: "STREAM_READ_TWICE", domain: "trunk"), isLocal: true)
    }

    /// A call that takes exactly one request ended its input without it.
    static var requestMissing: RPCError {
        RPCError(
            .invalidArgument, "the call brought no request",
            details: ErrorDetails(reason: "REQUEST_MISSING", domain: "trunk"), notExecuted: true, noRetry: true)
    }

    /// A call that is answered once ended well without an answer.
    static var responseMissing: RPCError {
        RPCError(
            .internalError, "the server ended the call without an answer",
            details: ErrorDetails(reason: "RESPONSE_MISSING", domain: "trunk"), isLocal: true)
    }

    /// A call that is answered once was answered twice.
    static var responseRepeated: RPCError {
        RPCError(
            .internalError, "the server answered more than once",
            details: ErrorDetails(reason: "RESPONSE_REPEATED", domain: "trunk"), isLocal: true)
    }

    /// An interceptor returned without going on and without an error, and so there is no answer.
    static var answerMissing: RPCError {
        RPCError(
            .internalError, "the call was not answered",
            details: ErrorDetails(reason: "RESPONSE_MISSING", domain: "trunk"))
    }

    /// A method was called in another shape than its schema says.
    package static func wrongShape(_ method: MethodDescriptor) -> RPCError {
        RPCError(
            .unimplemented, "\(method.path) is not a call of this kind",
            details: ErrorDetails(reason: "WRONG_SHAPE", domain: "trunk"), notExecuted: true, noRetry: true)
    }

    /// A message of a stream that the guard refused. A server's handler has begun: unlike a refused request, the call
    /// may have had its effect.
    init(decodingMessage error: DecodeError, side: CallSide) {
        switch side {
        case .client: self.init(decodingReply: error)
        case .server:
            self.init(decoding: error)
            notExecuted = false
        }
    }
}
