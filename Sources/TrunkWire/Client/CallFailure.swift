/// Why the client's connection gives a call up by itself.
package struct CallFailure: Hashable, Sendable {
    /// INTERNAL for a reply that breaks a rule, RESOURCE_EXHAUSTED for one above a limit of this side, UNAVAILABLE for
    /// a call above the last id of a GOAWAY.
    package let status: WireStatus
    /// The server has not executed the call; it may be sent again on another connection.
    package let notExecuted: Bool
    /// The call's slot stays taken until `.released`: RESET has been sent, and the server's END is awaited.
    package let holdsSlot: Bool
    /// The rule that was broken, beginning with its id.
    package let text: String
    /// The limit that was hit; nil when none was.
    package let limit: HitLimit?

    init(_ violation: CallViolation, holdsSlot: Bool) {
        self.status = violation.limit == nil ? .internalError : .resourceExhausted
        self.notExecuted = false
        self.holdsSlot = holdsSlot
        self.text = violation.rule.text
        self.limit = violation.limit
    }

    /// The call is above the last id of a GOAWAY (TRK-706).
    static let aboveLast = CallFailure(
        status: .unavailable, notExecuted: true, holdsSlot: false, text: Rule.aboveLast.text, limit: nil)

    private init(status: WireStatus, notExecuted: Bool, holdsSlot: Bool, text: String, limit: HitLimit?) {
        self.status = status
        self.notExecuted = notExecuted
        self.holdsSlot = holdsSlot
        self.text = text
        self.limit = limit
    }
}
