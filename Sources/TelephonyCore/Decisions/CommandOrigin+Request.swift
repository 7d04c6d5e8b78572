extension CommandOrigin {
    /// Checks that the actor's role may do this (domain matrix 2.5).
    ///
    /// - Throws: `Refusal.notPermitted`.
    package func authorize(_ action: Action) throws(Refusal) {
        guard Permissions.allows(action, to: actor) else { throw .notPermitted }
    }

    /// The key of what is kept of this request; none without an id.
    package var requestKeys: [RowKey] { requestID.map { [.request($0)] } ?? [] }

    /// What is kept of this request from an earlier try; nil when this is the first, or when the caller sent no id.
    ///
    /// - Throws: `Refusal.requestIDReused` for another request under the same id, `.requestIDExpired` for an id made
    ///   longer ago than outcomes are kept (`memory`), or too far in the future.
    package func recall(in rows: Rows, _ memory: Duration, at now: WallTime, _ terms: DomainTerms) throws(Refusal)
        -> StoredOutcome?
    {
        guard let requestID else { return nil }
        // By its own time first: a record that is kept longer than promised changes nothing.
        guard now <= requestID.time.adding(memory), requestID.time <= now.adding(terms.requestClockAhead) else {
            throw .requestIDExpired
        }
        guard let record = rows.request(requestID) else { return nil }
        guard record.fingerprint == fingerprint, record.actor == actor.name else { throw .requestIDReused }
        return record.outcome
    }

    /// What to keep of this request. Lives until its id is refused by its own time.
    package func record(_ outcome: StoredOutcome, _ memory: Duration) -> RequestRecord? {
        requestID.map { id in
            let start = max(id.time, outcome.time)
            return RequestRecord(
                id: id, actor: actor.name, fingerprint: fingerprint, outcome: outcome,
                expireTime: start.adding(memory))
        }
    }

    /// The decision of a mutation: what it replies and changes, and what is kept of it; nothing of that in a dry run.
    package func conclude<Reply>(
        _ reply: Reply, _ changes: Changes, _ outcome: StoredOutcome, _ terms: DomainTerms, validateOnly: Bool
    ) -> Decision<Reply> {
        guard !validateOnly else { return Decision(reply) }
        var changes = changes
        changes.request = record(outcome, terms.mutationMemory)
        return Decision(reply, changes)
    }
}
