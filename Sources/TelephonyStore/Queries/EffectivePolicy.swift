package import TelephonyCore

/// The policy in force at the platform, for the service's own sentences: no right is needed to be told which rule one
/// has broken.
package struct EffectivePolicy: Query {
    /// The query.
    package init() {}

    /// The policy set, or the factory's.
    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> PINPolicy {
        try reader.effectivePolicy(for: nil).policy
    }
}
