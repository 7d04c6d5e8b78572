/// What a sealed PIN is bound to: moved to another row or another organisation it does not open (Q-04, T-11).
package struct PINBinding: Sendable, Hashable {
    /// The number.
    package let number: NumberID
    /// Its owner at the time of sealing.
    package let owner: NumberOwner?

    /// A binding.
    package init(number: NumberID, owner: NumberOwner?) {
        self.number = number
        self.owner = owner
    }
}
