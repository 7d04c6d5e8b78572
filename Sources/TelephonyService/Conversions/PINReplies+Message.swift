internal import TelephonyCore
internal import TelephonyMessages

extension SignInResponse {
    /// The verdict in a reply.
    init(_ reply: SignInReply) {
        self.init(outcome: reply.outcome.message, pinIsDefault: reply.pinIsDefault, generation: reply.generation)
        guard let token = reply.changeToken else { return }
        changeToken = token.bytes.withBytes { Secret(copying: $0) }
        changeTokenExpireTime = token.expireTime.message
    }
}

extension SignInReply.Outcome {
    /// The outcome on the wire.
    var message: SignInOutcome {
        switch self {
        case .accepted: .accepted
        case .changeRequired: .changeRequired
        case .rejected: .rejected
        case .locked: .locked
        case .noHandset: .noHandset
        }
    }
}

extension ChangePinResponse {
    /// The outcome of a change in a reply.
    init(_ reply: ChangePINReply, under policy: PINPolicy) {
        let outcome: ChangePinOutcome =
            switch reply.outcome {
            case .changed: .changed
            case .refused: .refused
            case .rejected: .rejected
            case .locked: .locked
            }
        self.init(
            outcome: outcome, violations: reply.violations.messages(under: policy), generation: reply.generation,
            candidatesLeft: UInt32(reply.candidatesLeft))
    }
}

extension PINViolations {
    /// Every rule broken, with a sentence for the holder.
    func messages(under policy: PINPolicy) -> [RuleViolation] {
        rules.map { rule in
            RuleViolation(rule: PinRule(rawValue: Int32(rule.rawValue)), text: rule.sentence(under: policy))
        }
    }
}

extension ResetPinResponse {
    /// What a reset did.
    init(_ reply: ResetPINReply) {
        self.init(
            changed: reply.changed, unlocked: reply.unlocked, resetTime: reply.resetTime.message,
            holderMessage: reply.holderMessage, status: reply.number.pin.message(), etag: reply.number.etag)
    }
}
