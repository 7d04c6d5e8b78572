/// Takes numbers back from their owner, all or none: RESERVED becomes AVAILABLE, with new Default PINs and kept
/// from other organisations for a while.
package struct DeallocateNumbers: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// 1 to 1,000 numbers.
    package let numbers: [NumberAddress]
    /// A dry run.
    package let validateOnly: Bool

    /// A deallocation.
    package init(origin: CommandOrigin, numbers: [NumberAddress], validateOnly: Bool = false) {
        self.origin = origin
        self.numbers = numbers
        self.validateOnly = validateOnly
    }

    /// The numbers, entitlements that lapsed activations still hold, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        let numbers = numbers.prefix(BulkLimits.rowsMax)
        let holding = numbers.filter { rows.number($0)?.spendsEntitlement == true }
        return rows.missing(
            [.policy(.platform)] + numbers.map(RowKey.number) + holding.flatMap(rows.entitlementKeys(of:))
                + origin.requestKeys)
    }

    /// Takes the numbers back.
    ///
    /// - Throws: `Refusal.row` with the first number that cannot be taken back.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<BulkReply> {
        try origin.authorize(.deallocateNumbers)
        try BulkLimits.check(numbers.count)
        let now = environment.now
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            return Decision(BulkReply(count: stored.flags))
        }
        let generator = DefaultPINGenerator(rows.effectivePolicy(for: nil).policy)
        var changes = Changes()
        // The rows as they become: two lapsed numbers may give back to the same entitlement.
        var becoming = rows
        var seen: Set<NumberID> = []
        for (index, address) in numbers.enumerated() {
            do throws(Refusal) {
                let before = try rows.number(address, visibleTo: origin.actor)
                guard seen.insert(before.id).inserted else { throw BulkReply.namedTwice }
                try before.checkReserved(at: now)
                if let entitlement = try before.entitlementGivenBack(in: becoming) {
                    becoming.put(entitlement)
                    changes.entitlements.removeAll { $0.owner == entitlement.owner && $0.site == entitlement.site }
                    changes.entitlements.append(entitlement)
                }
                let record = try takenBack(before, generator, environment, random: &random)
                changes.numbers.append(record)
                changes.audit.append(origin.audit(.deallocateNumber, .done, record, at: now))
            } catch {
                throw .row(index, error)
            }
        }
        let count = UInt32(changes.numbers.count)
        return origin.conclude(
            BulkReply(count: count), changes, StoredOutcome(code: 1, flags: count, time: now), terms,
            validateOnly: validateOnly)
    }

    private func takenBack(
        _ before: NumberRecord, _ generator: DefaultPINGenerator, _ environment: Environment<some PINVault>,
        random: inout some RandomNumberGenerator
    ) throws(Refusal) -> NumberRecord {
        var record = before
        record.state = .available
        record.owner = nil
        record.user = nil
        record.handsetLogin = nil
        record.configuration = NumberConfiguration()
        record.hold = before.owner.map {
            ReassignmentHold(lastOwner: $0, until: environment.now.adding(environment.terms.reassignmentHold))
        }
        let sealed = try generator.sealedDraw(
            for: record.extensionNumber, record.binding, environment.vault, random: &random)
        record.pin = before.pin.wiped(sealedDefault: sealed)
        record.touch(at: environment.now)
        return record
    }
}
