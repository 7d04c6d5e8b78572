/// A broken rule that costs the connection: GOAWAY with this reason and the rule's text, then close.
package struct ConnectionViolation: Error, Hashable, Sendable {
    /// The code of the GOAWAY.
    package let reason: GoAwayReason
    /// The rule that was broken.
    package let rule: Rule

    /// The violation of `rule`, by default answered with PROTOCOL.
    package init(_ rule: Rule, reason: GoAwayReason = .protocolViolation) {
        self.reason = reason
        self.rule = rule
    }
}
