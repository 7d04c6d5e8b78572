package import TelephonyCore

/// The state of a number's PIN; never its digits.
package struct GetPINStatus: Query {
    /// Who asks.
    package let actor: Actor
    /// Which number.
    package let address: NumberAddress

    /// Asks for a PIN's state.
    package init(actor: Actor, address: NumberAddress) {
        self.actor = actor
        self.address = address
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> FoundNumber {
        try actor.require(.readPINStatus)
        guard let number = try reader.number(address), number.isVisible(to: actor.scope) else {
            throw .refused(.notFound(.number))
        }
        return try FoundNumber(number, from: reader)
    }
}
