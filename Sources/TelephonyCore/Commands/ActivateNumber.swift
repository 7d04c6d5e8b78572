/// Takes a RESERVED number into use; spends an entitlement (domain 2.3).
package struct ActivateNumber: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// An activation.
    package init(
        origin: CommandOrigin, number: NumberAddress, expectedVersion: UInt64? = nil, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// The number, then its owner's entitlement, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing(
            [.number(number), .policy(.platform)] + rows.entitlementKeys(of: number) + origin.requestKeys)
    }

    /// Activates the number, through PENDING as `DomainTerms.provisioning` has it.
    ///
    /// - Throws: `Refusal.numberNotReserved`, `.numberInCooldown`, `.noEntitlement` and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<NumberReply> {
        try origin.authorize(.activateNumber)
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let policy = rows.effectivePolicy(for: before).policy
        let terms = environment.terms
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            return Decision(NumberReply(number: NumberView(before, under: policy, at: now, for: origin.actor.role)))
        }
        try before.checkVersion(expectedVersion)
        try before.checkReserved(at: now)
        guard let owner = before.owner else { throw .damaged }
        var changes = Changes()
        // An activation that has lapsed still holds the entitlement it spent.
        if !before.spendsEntitlement {
            guard var entitlement = rows.entitlement(of: owner, at: before.site), entitlement.used < entitlement.count
            else { throw .noEntitlement(owner, before.site) }
            entitlement.used += 1
            changes.entitlements = [entitlement]
        }
        var record = before
        record.state = terms.provisioning.begin(.activating, at: now, terms)
        record.touch(at: now)
        changes.numbers = [record]
        changes.audit = [origin.audit(.activateNumber, .done, record, at: now)]
        changes.events = [Event(.numberActivated, record, at: now)]
        let stored = StoredOutcome(code: 1, generation: record.version, time: now)
        let view = NumberView(record, under: policy, at: now, for: origin.actor.role)
        return origin.conclude(
            NumberReply(number: view), changes, stored, terms, validateOnly: validateOnly)
    }
}

extension Rows {
    /// The key of the entitlement of a number's owner at its site, once the number is loaded.
    func entitlementKeys(of address: NumberAddress) -> [RowKey] {
        guard let number = number(address), let owner = number.owner else { return [] }
        return [.entitlement(owner, number.site)]
    }
}
