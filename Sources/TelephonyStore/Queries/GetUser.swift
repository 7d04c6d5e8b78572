package import TelephonyCore

/// One user by its id.
package struct GetUser: Query {
    /// Who asks.
    package let actor: Actor
    /// Which user.
    package let id: UserID

    /// Asks for a user.
    package init(actor: Actor, id: UserID) {
        self.actor = actor
        self.id = id
    }

    package func run(_ reader: some RowReader, now: WallTime) throws(StoreError) -> UserRecord {
        try actor.require(.readOrganisations)
        return try Self.visible(id, to: actor, reader)
    }

    /// The user, if it is there for an actor.
    ///
    /// - Throws: `StoreError.refused(.notFound)` when it is not.
    static func visible(_ id: UserID, to actor: Actor, _ reader: some RowReader) throws(StoreError) -> UserRecord {
        guard let found = try reader.user(id), found.isVisible(to: actor.scope) else {
            throw .refused(.notFound(.user))
        }
        return found
    }
}
