extension Rows {
    /// The policy that holds for a number; nil for numbers that are not there. The one place that resolves levels:
    /// today the platform's policy, or the factory's as long as nobody has set one (S-31).
    package func effectivePolicy(for number: NumberRecord?) -> PolicyRecord {
        policy(.platform) ?? .factory
    }
}
