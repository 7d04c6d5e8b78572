internal import TelephonyCore
internal import TelephonyStore
internal import Trunk
internal import TrunkMessages

extension RPCError {
    /// How it reads on the wire when the store gives no answer. Only `unknownOutcome` leaves open what was written.
    init(_ error: StoreError) {
        switch error {
        case .refused(let refusal):
            self.init(refusal)
        case .notExecuted(.expired):
            self.init(.deadlineExceeded, "EXPIRED_IN_QUEUE", "the deadline passed before it began", notExecuted: true)
        case .notExecuted(.overloaded):
            self.init(
                .resourceExhausted, "STORE_OVERLOADED", "more work is waiting than may wait", notExecuted: true,
                retryAfter: .milliseconds(50))
        case .notExecuted(.stopping):
            self.init(.unavailable, "STOPPING", "the server is stopping", notExecuted: true)
        case .notExecuted(.storeFull):
            self.init(
                .resourceExhausted, "STORE_FULL", "the disk is full; reading goes on", notExecuted: true,
                retryAfter: .seconds(5))
        case .notExecuted(.busy):
            self.init(
                .unavailable, "STORE_BUSY", "the store is busy", notExecuted: true, retryAfter: .milliseconds(50))
        case .unknownOutcome:
            self.init(
                .unavailable, "OUTCOME_UNKNOWN",
                "the write may or may not have happened; send the same request id again to find out")
        case .unavailable:
            self.init(.unavailable, "STORE_UNAVAILABLE", "the store cannot be read", notExecuted: true)
        }
    }

    private init(
        _ code: StatusCode, _ reason: String, _ text: String, notExecuted: Bool = false, retryAfter: Duration? = nil
    ) {
        self.init(
            code, text, details: ErrorDetails(reason: reason, domain: "telephony"), notExecuted: notExecuted,
            retryAfter: retryAfter)
    }
}
