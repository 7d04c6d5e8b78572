/// A broken rule or limit that costs one call and leaves the connection alone.
package struct CallViolation: Error, Hashable, Sendable {
    /// The status a server ends the call with. A client that finds the violation fails the call with INTERNAL,
    /// or with RESOURCE_EXHAUSTED when a limit of its own was hit.
    package let status: WireStatus
    /// The rule that was broken.
    package let rule: Rule
    /// The limit that was hit, for metadata 23; nil when the rule is not a limit.
    package let limit: HitLimit?

    /// Malformed inside the call: INVALID_ARGUMENT.
    package init(_ rule: Rule) {
        self.status = .invalidArgument
        self.rule = rule
        self.limit = nil
    }

    /// A violation that ends with another status.
    package init(_ rule: Rule, status: WireStatus) {
        self.status = status
        self.rule = rule
        self.limit = nil
    }

    /// A limit was hit: RESOURCE_EXHAUSTED.
    package init(_ rule: Rule, limit: HitLimit) {
        self.status = .resourceExhausted
        self.rule = rule
        self.limit = limit
    }
}
