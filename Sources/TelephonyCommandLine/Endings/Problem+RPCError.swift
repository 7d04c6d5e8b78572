package import Trunk
internal import TrunkMessages

extension Problem {
    /// A failed call, with the server's own words, its field violations and the next step.
    package init(_ error: RPCError) {
        self.init(
            ExitStatus(error), error.reason.isEmpty ? error.code.description : error.reason, error.text,
            help: Self.nextStep(after: error),
            details: (error.details?.fieldViolations ?? []).map { violation in
                let reason = violation.reason.isEmpty ? "" : " (\(violation.reason))"
                return "\(violation.field.isEmpty ? "request" : violation.field): \(violation.description)\(reason)"
            })
        if let limit = error.details?.limit { details.append("limit \(limit.name) = \(limit.value)") }
    }

    private static func nextStep(after error: RPCError) -> String {
        if let help = error.details?.help, !help.isEmpty { return help }
        if let wait = error.retryAfter { return "wait \(wait.shortText), then try again" }
        switch error.code {
        case .unavailable where error.isLocal:
            return "is the server running? Give its address with --address or TELEPHONY_ADDRESS"
        case .unauthenticated: return "give a valid token with --token-file or TELEPHONY_TOKEN_FILE"
        case .permissionDenied: return "ask for a token whose role includes this"
        case .deadlineExceeded:
            return "allow more time with --timeout, and look whether it was done before repeating it"
        case .unimplemented: return "the server is older or newer than this program; compare their versions"
        default: return ""
        }
    }
}
