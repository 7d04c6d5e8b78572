/// Takes a number out of use in one act: configuration wiped, user and handset gone, Default PIN back, lock lifted,
/// history forgotten, entitlement returned (S-37…S-39, R-5b, R-12, R-13, R-17).
package struct DeactivateNumber: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// Refuses when a user is assigned.
    package let requiresUnassigned: Bool
    /// A dry run.
    package let validateOnly: Bool

    /// A deactivation.
    package init(
        origin: CommandOrigin, number: NumberAddress, expectedVersion: UInt64? = nil, requiresUnassigned: Bool = false,
        validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.expectedVersion = expectedVersion
        self.requiresUnassigned = requiresUnassigned
        self.validateOnly = validateOnly
    }

    /// The number, then its owner's entitlement, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing(
            [.number(number), .policy(.platform)] + rows.entitlementKeys(of: number) + origin.requestKeys)
    }

    /// Deactivates an active number, through PENDING as `DomainTerms.provisioning` has it.
    ///
    /// - Throws: `Refusal.numberNotActive`, `.numberAssigned` and those of every command.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<DeactivateNumberReply> {
        try origin.authorize(.deactivateNumber)
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let policy = rows.effectivePolicy(for: before).policy
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            return Decision(DeactivateNumberReply(stored, before, policy, at: now, for: origin.actor.role))
        }
        try before.checkVersion(expectedVersion)
        try before.checkActive(at: now)
        if requiresUnassigned, before.user != nil { throw .numberAssigned }
        var changes = Changes()
        if let entitlement = try before.entitlementGivenBack(in: rows) { changes.entitlements = [entitlement] }
        var record = before
        record.state = terms.provisioning.begin(.deactivating, at: now, terms)
        record.user = nil
        record.handsetLogin = nil
        record.configuration = NumberConfiguration()
        record.pin = before.pin.wiped(sealedDefault: before.pin.sealedDefault)
        record.touch(at: now)
        var flags: DeactivateNumberReply.Flags = []
        if before.pin.isLocked(under: policy, at: now) { flags.insert(.unlocked) }
        if !before.pin.isDefault { flags.insert(.pinWiped) }
        changes.numbers = [record]
        changes.audit = [origin.audit(.deactivateNumber, .done, record, at: now)]
        changes.events = [Event(.numberDeactivated, record, at: now, toldTo: before)]
        let stored = StoredOutcome(code: 1, flags: flags.rawValue, generation: record.pin.generation, time: now)
        return origin.conclude(
            DeactivateNumberReply(stored, record, policy, at: now, for: origin.actor.role), changes, stored, terms,
            validateOnly: validateOnly)
    }
}
