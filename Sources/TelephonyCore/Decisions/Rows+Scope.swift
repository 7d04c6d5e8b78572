extension Rows {
    /// Those of `keys` that the store has not looked for yet.
    package func missing(_ keys: [RowKey]) -> [RowKey] { keys.filter { !isLoaded($0) } }

    /// A number, as far as the actor may see it.
    ///
    /// - Throws: `Refusal.notFound` for one that is not there or lies outside the actor's scope: they look alike (T-7).
    package func number(_ address: NumberAddress, visibleTo actor: Actor) throws(Refusal) -> NumberRecord {
        guard let number = number(address), number.isVisible(to: actor.scope) else { throw .notFound(.number) }
        return number
    }

    /// A site, as far as the actor may see it.
    package func site(_ id: SiteID, visibleTo actor: Actor) throws(Refusal) -> SiteRecord {
        guard let site = site(id), site.isVisible(to: actor.scope) else { throw .notFound(.site) }
        return site
    }

    /// An operator, as far as the actor may see it.
    package func `operator`(_ id: OperatorID, visibleTo actor: Actor) throws(Refusal) -> OperatorRecord {
        guard let record = `operator`(id), record.isVisible(to: actor.scope) else { throw .notFound(.operator) }
        return record
    }

    /// An occupier, as far as the actor may see it.
    package func occupier(_ id: OccupierID, visibleTo actor: Actor) throws(Refusal) -> OccupierRecord {
        guard let record = occupier(id), record.isVisible(to: actor.scope) else { throw .notFound(.occupier) }
        return record
    }

    /// A user, as far as the actor may see it.
    package func user(_ id: UserID, visibleTo actor: Actor) throws(Refusal) -> UserRecord {
        guard let record = user(id), record.isVisible(to: actor.scope) else { throw .notFound(.user) }
        return record
    }

    /// Checks that an owner the actor may see is present at a site: the operator that runs it, or an occupier with a
    /// contract there.
    ///
    /// - Throws: `Refusal.notFound` or `.ownerNotAtSite`.
    package func checkPresence(
        of owner: NumberOwner, at site: SiteID, runBy siteOperator: OperatorID, actor: Actor
    ) throws(Refusal) {
        switch owner {
        case .operator(let id):
            let record = try `operator`(id, visibleTo: actor)
            guard record.id == siteOperator else { throw .ownerNotAtSite }
        case .occupier(let id):
            let record = try occupier(id, visibleTo: actor)
            guard record.operatorID == siteOperator, record.sites.contains(site) else { throw .ownerNotAtSite }
        }
    }
}

extension NumberOwner {
    /// The key of the owner's row.
    package var rowKey: RowKey {
        switch self {
        case .operator(let id): .operator(id)
        case .occupier(let id): .occupier(id)
        }
    }
}
