/// What the one door comes to about a PIN or a change token shown at it.
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
        /// The change token was dead, foreign or for another number.
        case tokenRefused
    }

    /// How it ended.
    package let verdict: Verdict
    /// The number as it is afterwards; nil only with `unknown`.
    package var number: NumberRecord?
    /// Whether its row must be written: a clean success writes none.
    package var isChanged: Bool
    /// What others are told.
    package var events: [Event] = []

    /// Whether a PIN was compared, and so a try spent or forgiven (RL-21); never with a token.
    package var isEvaluated = false

    /// How the audit says it.
    package var auditOutcome: AuditOutcome {
        switch verdict {
        case .accepted: .done
        case .rejected: .rejected
        case .rejectedAndLocked: .rejectedAndLocked
        case .locked: .locked
        case .unknown: .unknownNumber
        case .noHandset: .noHandset
        case .tokenRefused: .tokenRefused
        }
    }
}

extension Judgement {
    /// What to write of it: the number's row if it changed, its events, one audit entry, and what is kept of the
    /// request.
    func changes(_ entry: AuditEntry, _ request: RequestRecord?) -> Changes {
        var changes = Changes()
        if isChanged, let number { changes.numbers = [number] }
        changes.events = events
        changes.audit = [entry]
        changes.request = request
        return changes
    }
}
