package import TelephonyCore

/// One number by its address.
package struct GetNumber: Query {
    /// Who asks.
    package let actor: Actor
    /// Which number.
    package let address: NumberAddress

    /// Asks for a number.
    package init(actor: Actor, address: NumberAddress) {
        self.actor = actor
        self.address = address
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> FoundNumber {
        try actor.require(.readNumbers)
        guard let number = try reader.number(address), number.isVisible(to: actor.scope) else {
            throw .refused(.notFound(.number))
        }
        return try FoundNumber(number, from: reader)
    }
}
