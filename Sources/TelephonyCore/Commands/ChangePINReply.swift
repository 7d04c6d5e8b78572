/// How a change of PIN ended.
package struct ChangePINReply: Sendable, Hashable {
    /// How it ended; the numbers are those on the wire and are stored.
    package enum Outcome: UInt8, Sendable, Hashable {
        /// The new PIN is in force on all surfaces.
        case changed = 1
        /// The new PIN breaks rules; the old one stays in force.
        case refused = 2
        /// Not entitled: wrong PIN, dead token, unknown or inactive number; they look alike.
        case rejected = 3
        /// The PIN is locked; only for those who may know.
        case locked = 4
    }

    /// How it ended.
    package var outcome: Outcome
    /// Every rule broken; only with `refused`.
    package var violations = PINViolations()
    /// The new generation; only with `changed`.
    package var generation: UInt64 = 0
    /// Refused candidates that the token still allows; only with `refused` and a token.
    package var candidatesLeft: UInt8 = 0
    /// Whether this is the verdict of an earlier try under the same request id.
    package var isReplay = false

    /// The outcome of the authorization alone; an accepted one means changed until rules say otherwise.
    init(_ verdict: Judgement.Verdict) {
        switch verdict {
        case .accepted: outcome = .changed
        case .locked: outcome = .locked
        case .rejected, .rejectedAndLocked, .unknown, .noHandset, .tokenRefused: outcome = .rejected
        }
    }

    /// The outcome of an earlier try; nothing is told of a number that the actor does not reach any more.
    init(_ stored: StoredOutcome, isVisible: Bool) {
        outcome = isVisible ? Outcome(rawValue: stored.code) ?? .rejected : .rejected
        isReplay = true
        switch outcome {
        case .changed: generation = stored.generation
        case .refused:
            violations = PINViolations(bits: stored.flags)
            candidatesLeft = UInt8(truncatingIfNeeded: stored.flags >> Self.candidatesShift)
        case .rejected, .locked: break
        }
    }

    /// What to keep of it.
    func stored(at now: WallTime) -> StoredOutcome {
        let flags = violations.bits | UInt32(candidatesLeft) << Self.candidatesShift
        return StoredOutcome(code: outcome.rawValue, flags: flags, generation: generation, time: now)
    }

    /// What of it a role is told.
    func told(to role: Role, _ policy: PINPolicy) -> ChangePINReply {
        guard outcome == .locked, !Permissions.seesLock(role, under: policy) else { return self }
        var reply = self
        reply.outcome = .rejected
        return reply
    }

    private static let candidatesShift: UInt32 = 24
}
