/// What was found about a candidate.
package struct CheckPINReply: Sendable, Hashable {
    /// Every rule broken of those that were looked at.
    package var violations = PINViolations()
    /// Whether the rules that compare with a secret were looked at too.
    package var secretRulesChecked = false
    /// Whether this is the answer to an earlier question under the same request id.
    package var isReplay = false

    /// Nothing found yet.
    init() {}

    /// The answer to an earlier question.
    init(_ stored: StoredOutcome) {
        violations = PINViolations(bits: stored.flags)
        secretRulesChecked = stored.code == Self.secretsChecked
        isReplay = true
    }

    /// What to keep of it.
    func stored(at now: WallTime) -> StoredOutcome {
        StoredOutcome(code: secretRulesChecked ? Self.secretsChecked : 1, flags: violations.bits, time: now)
    }

    private static let secretsChecked: UInt8 = 2
}
