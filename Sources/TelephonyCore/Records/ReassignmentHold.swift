/// Keeps a number that was given back from going to another organisation too soon.
package struct ReassignmentHold: Sendable, Hashable {
    /// The organisation that had it.
    package let lastOwner: NumberOwner
    /// When it may go to another.
    package let until: WallTime

    /// A hold.
    package init(lastOwner: NumberOwner, until: WallTime) {
        self.lastOwner = lastOwner
        self.until = until
    }
}
