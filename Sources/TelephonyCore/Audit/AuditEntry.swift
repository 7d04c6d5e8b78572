/// One line of the audit: who did what to which number, and how it ended. Never a PIN, right or wrong.
package struct AuditEntry: Sendable, Hashable {
    /// What was done.
    package let action: AuditAction
    /// How it ended.
    package let outcome: AuditOutcome
    /// When.
    package let time: WallTime
    /// Who asked.
    package let actor: String
    /// The number it is about; nil for organisations and policies, and for attempts at numbers that are not there.
    package let number: NumberID?
    /// Id of another thing it is about, or how the number was addressed when it is not there; at most 80 bytes.
    package let subject: String
    /// Where the PIN was used; nil for acts without one.
    package let surface: Surface?
    /// Where it came from; at most 64 bytes.
    package let origin: String
    /// The device; at most 64 bytes.
    package let device: String
    /// The caller's request id.
    package let requestID: RequestID?
    /// Why, in the actor's words; at most 200 bytes.
    package let reason: String
    /// Generation of the PIN afterwards; 0 when none is concerned.
    package let generation: UInt64
    /// Whether a PIN was compared with a verifier: what the guess limit counts (RL-21).
    package let evaluated: Bool

    /// An entry with all its columns.
    package init(
        action: AuditAction, outcome: AuditOutcome, time: WallTime, actor: String, number: NumberID? = nil,
        subject: String = "", surface: Surface? = nil, origin: String = "", device: String = "",
        requestID: RequestID? = nil, reason: String = "", generation: UInt64 = 0, evaluated: Bool = false
    ) {
        self.action = action
        self.outcome = outcome
        self.time = time
        self.actor = actor
        self.number = number
        self.subject = subject
        self.surface = surface
        self.origin = origin
        self.device = device
        self.requestID = requestID
        self.reason = reason
        self.generation = generation
        self.evaluated = evaluated
    }
}
