internal import TelephonyMessages

/// What one row of the file asks for.
struct ProvisionRow: Sendable, Hashable {
    /// Its line in the file, from 1.
    var line: Int
    /// The number to create.
    var spec: NumberSpec
    /// The owner to allocate it to; nil leaves it AVAILABLE.
    var owner: Owner?
    /// The label; empty leaves it as it is.
    var label: String
    /// The user to assign; empty leaves it without one.
    var user: String
    /// Whether to take it into use.
    var isActivated: Bool

    /// The number as calls name it.
    var reference: NumberRef { NumberRef(ref: .e164(spec.e164)) }
}
