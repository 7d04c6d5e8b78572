/// The connection does not begin with the magic (TRK-103).
package struct ForeignPreface: Error, Hashable, Sendable {
    /// What the bytes look like.
    package let speaks: ForeignProtocol

    init(speaks: ForeignProtocol) {
        self.speaks = speaks
    }
}
