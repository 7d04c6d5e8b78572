package import Trunk

extension ExitStatus {
    /// What a failed call means for the program that made it.
    package init(_ error: RPCError) {
        switch error.reason {
        case "PIN_LOCKED":
            self = .locked
            return
        case "REPLY_MALFORMED", "METHOD_UNKNOWN", "PROTOCOL_VERSION":
            self = .protocolMismatch
            return
        default: break
        }
        switch error.code {
        case .cancelled: self = error.isLocal ? .interrupted : .tryAgain
        case .invalidArgument, .outOfRange: self = .badData
        case .deadlineExceeded, .resourceExhausted, .aborted: self = .tryAgain
        case .notFound: self = .notFound
        case .alreadyExists: self = .exists
        case .permissionDenied, .unauthenticated: self = .notAllowed
        case .failedPrecondition: self = .no
        case .unimplemented: self = .protocolMismatch
        case .unavailable: self = .unavailable
        default: self = .internalError
        }
    }
}
