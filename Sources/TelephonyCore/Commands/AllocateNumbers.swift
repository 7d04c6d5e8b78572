/// Allocates numbers to an owner, all or none: AVAILABLE becomes RESERVED (domain 2.3, R-11).
package struct AllocateNumbers: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// 1 to 1,000 numbers.
    package let numbers: [NumberAddress]
    /// The new owner.
    package let owner: NumberOwner
    /// A dry run.
    package let validateOnly: Bool

    /// An allocation.
    package init(origin: CommandOrigin, numbers: [NumberAddress], owner: NumberOwner, validateOnly: Bool = false) {
        self.origin = origin
        self.numbers = numbers
        self.owner = owner
        self.validateOnly = validateOnly
    }

    /// The numbers, the owner, the owner's main numbers at their sites, and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        let numbers = numbers.prefix(BulkLimits.rowsMax)
        let mainSites = numbers.compactMap { rows.number($0) }.filter { $0.type == .main }.map(\.site)
        let mains = Set(mainSites).map { RowKey.mainNumber(owner, $0) }
        return rows.missing([owner.rowKey] + numbers.map(RowKey.number) + mains + origin.requestKeys)
    }

    /// Allocates the numbers.
    ///
    /// - Throws: `Refusal.row` with the first number that cannot be allocated.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<BulkReply> {
        try origin.authorize(.allocateNumbers)
        try BulkLimits.check(numbers.count)
        let now = environment.now
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            return Decision(BulkReply(count: stored.flags))
        }
        var changes = Changes()
        var seen: Set<NumberID> = []
        var sitesWithMain: Set<SiteID> = []
        for (index, address) in numbers.enumerated() {
            do throws(Refusal) {
                let before = try rows.number(address, visibleTo: origin.actor)
                guard seen.insert(before.id).inserted else { throw BulkReply.namedTwice }
                try check(before, rows, &sitesWithMain, at: now)
                let record = try allocated(before, environment, random: &random)
                changes.numbers.append(record)
                changes.audit.append(origin.audit(.allocateNumber, .done, record, at: now))
            } catch {
                throw .row(index, error)
            }
        }
        let count = UInt32(changes.numbers.count)
        return origin.conclude(
            BulkReply(count: count), changes, StoredOutcome(code: 1, flags: count, time: now), terms,
            validateOnly: validateOnly)
    }

    private func check(
        _ number: NumberRecord, _ rows: Rows, _ sitesWithMain: inout Set<SiteID>, at now: WallTime
    ) throws(Refusal) {
        let state = number.state(at: now)
        guard state == .available else { throw .numberNotAvailable(state) }
        try rows.checkPresence(
            of: owner, at: number.site, runBy: number.siteOperator, actor: origin.actor)
        if let hold = number.hold, hold.lastOwner != owner, now < hold.until {
            throw .numberOnHold(until: hold.until)
        }
        if number.type == .main {
            guard rows.mainNumber(of: owner, at: number.site) == nil, sitesWithMain.insert(number.site).inserted
            else { throw .mainNumberExists }
        }
    }

    /// The number with its owner. The Default PIN stays the same and is sealed anew, as it is bound to the owner.
    private func allocated(
        _ before: NumberRecord, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> NumberRecord {
        var record = before
        record.state = .reserved
        record.owner = owner
        record.hold = nil
        do {
            let pin = try environment.vault.open(before.pin.sealedDefault, before.binding)
            record.pin.sealedDefault = try environment.vault.seal(
                defaultPIN: pin, record.binding, random: &random)
        } catch {
            throw .damaged
        }
        record.touch(at: environment.now)
        return record
    }
}
