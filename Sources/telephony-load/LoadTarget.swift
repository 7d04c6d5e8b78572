internal import TelephonyMessages

/// A number that a load calls, and its PIN if sign-ins are in the mix.
struct LoadTarget: Sendable {
    /// The number.
    let number: NumberRef
    /// Its PIN; shared with other numbers when one PIN is for all.
    var pin: Secret?
}
