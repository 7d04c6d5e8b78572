package import TelephonyCore

/// One operator by its id.
package struct GetOperator: Query {
    /// Who asks.
    package let actor: Actor
    /// Which operator.
    package let id: OperatorID

    /// Asks for an operator.
    package init(actor: Actor, id: OperatorID) {
        self.actor = actor
        self.id = id
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> OperatorRecord {
        try actor.require(.readOrganisations)
        return try Self.visible(id, to: actor, reader)
    }

    /// The operator, if it is there for an actor.
    ///
    /// - Throws: `StoreError.refused(.notFound)` when it is not.
    static func visible(_ id: OperatorID, to actor: Actor, _ reader: some RowReader) throws(StoreError)
        -> OperatorRecord
    {
        guard let found = try reader.operator(id), found.isVisible(to: actor.scope) else {
            throw .refused(.notFound(.operator))
        }
        return found
    }
}
