/// What the one door comes to about a PIN shown at it.
package struct Judgement: Sendable {
    /// How it ended.
    package enum Verdict: Sendable, Hashable {
        /// Right.
        case accepted
        /// Wrong.
        case rejected
        /// Wrong, and the try that locked.
        case rejectedAndLocked
        /// Locked, and not looked at.
        case locked
        /// No such number for this actor, or not in use; nothing was compared.
        case unknown
        /// A main number has no handset; nothing was compared and no try spent.
        case noHandset
    }

    /// How it ended.
    package let verdict: Verdict
    /// The number as it is afterwards; nil only with `unknown`.
    package var number: NumberRecord?
    /// Whether its row must be written: a clean success writes none.
    package var isChanged: Bool
    /// What others are told.
    package var events: [Event] = []

    /// Whether the PIN was compared, and so a try spent or forgiven (RL-21).
    package var isEvaluated: Bool {
        switch verdict {
        case .accepted, .rejected, .rejectedAndLocked: true
        case .locked, .unknown, .noHandset: false
        }
    }

    /// How the audit says it.
    package var auditOutcome: AuditOutcome {
        switch verdict {
        case .accepted: .done
        case .rejected: .rejected
        case .rejectedAndLocked: .rejectedAndLocked
        case .locked: .locked
        case .unknown: .unknownNumber
        case .noHandset: .noHandset
        }
    }
}
