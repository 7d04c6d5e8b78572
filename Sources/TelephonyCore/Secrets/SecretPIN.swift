/// A PIN on its way into a decision: what a command carries. Shared by reference, so that there is one copy, and gone
/// with its last holder.
package final class SecretPIN: Sendable {
    private let pin: PIN

    /// Takes the PIN over.
    package init(_ pin: consuming PIN) { self.pin = pin }

    /// Lends the PIN for the time of `body`.
    package func withPIN<Result, Failure: Error>(
        _ body: (borrowing PIN) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(pin)
    }
}
