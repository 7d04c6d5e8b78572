/// Creates numbers, all or none; each is born AVAILABLE with a Default PIN of its own (S-02, S-03, Q-01).
package struct ProvisionNumbers: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// 1 to 1,000 numbers.
    package let numbers: [NumberSpec]
    /// A dry run.
    package let validateOnly: Bool

    /// A provisioning.
    package init(origin: CommandOrigin, numbers: [NumberSpec], validateOnly: Bool = false) {
        self.origin = origin
        self.numbers = numbers
        self.validateOnly = validateOnly
    }

    /// The sites, whatever has these addresses already, the policy and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        let numbers = numbers.prefix(BulkLimits.rowsMax)
        let sites = Set(numbers.map(\.site)).map(RowKey.site)
        let addresses = numbers.flatMap(\.addresses).map(RowKey.number)
        return rows.missing([.policy(.platform)] + sites + addresses + origin.requestKeys)
    }

    /// Creates the numbers.
    ///
    /// - Throws: `Refusal.row` with the first row that cannot be, of those that are there already, twice in the request,
    ///   or at a site that is not there.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<ProvisionNumbersReply> {
        try origin.authorize(.provisionNumbers)
        try BulkLimits.check(numbers.count)
        let now = environment.now
        let terms = environment.terms
        if try origin.recall(in: rows, terms.mutationMemory, at: now, terms) != nil {
            // Numbers are never deleted: those of the first try are there.
            return Decision(ProvisionNumbersReply(ids: numbers.compactMap { rows.number(.e164($0.e164))?.id }))
        }
        let sites = try check(rows)
        let generator = DefaultPINGenerator(rows.effectivePolicy(for: nil).policy)
        var changes = Changes()
        for (index, spec) in numbers.enumerated() where !validateOnly {
            let record = try birth(spec, at: sites[index], generator, environment, random: &random)
            changes.numbers.append(record)
            changes.audit.append(origin.audit(.provisionNumber, .done, record, at: now))
        }
        let stored = StoredOutcome(code: 1, flags: UInt32(numbers.count), time: now)
        return origin.conclude(
            ProvisionNumbersReply(ids: changes.numbers.map(\.id)), changes, stored, terms, validateOnly: validateOnly)
    }

    private func check(_ rows: Rows) throws(Refusal) -> [SiteRecord] {
        var seen: Set<NumberAddress> = []
        var sites: [SiteRecord] = []
        for (index, spec) in numbers.enumerated() {
            do throws(Refusal) {
                sites.append(try rows.site(spec.site, visibleTo: origin.actor))
                for address in spec.addresses {
                    guard rows.number(address) == nil, seen.insert(address).inserted else {
                        throw Refusal.alreadyExists(.number, name: address.text)
                    }
                }
            } catch {
                throw .row(index, error)
            }
        }
        return sites
    }

    private func birth(
        _ spec: NumberSpec, at site: SiteRecord, _ generator: DefaultPINGenerator,
        _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> NumberRecord {
        let id = NumberID(random: &random)
        let binding = PINBinding(number: id, owner: nil)
        let sealed = try generator.sealedDraw(for: spec.extensionNumber, binding, environment.vault, random: &random)
        return NumberRecord(
            id: id, e164: spec.e164, extensionNumber: spec.extensionNumber, site: site.id,
            siteOperator: site.operatorID, type: spec.type, state: .available, owner: nil, user: nil,
            configuration: NumberConfiguration(), handsetLogin: nil, pin: PINRecord(sealedDefault: sealed), version: 1,
            createTime: environment.now, updateTime: environment.now, hold: nil)
    }
}

/// Numbers created.
package struct ProvisionNumbersReply: Sendable, Hashable {
    /// Their ids, in the order of the request; empty after a dry run.
    package let ids: [NumberID]
}

extension DefaultPINGenerator {
    /// A new Default PIN, sealed at once.
    ///
    /// - Throws: `Refusal.damaged` when the vault cannot seal, and what `draw` throws.
    func sealedDraw(
        for extensionNumber: ExtensionNumber, _ binding: PINBinding, _ vault: some PINVault,
        random: inout some RandomNumberGenerator
    ) throws(Refusal) -> SealedDefaultPIN {
        let pin = try draw(for: extensionNumber, random: &random)
        do {
            return try vault.seal(defaultPIN: pin, binding, random: &random)
        } catch {
            throw .damaged
        }
    }
}
