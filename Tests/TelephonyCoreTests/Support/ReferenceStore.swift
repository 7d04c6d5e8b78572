import TelephonyCore

/// The port in memory, as plainly as it can be said: a batch of commands loads its rows in rounds, each command is
/// decided in order on what the earlier ones left, and everything is committed at once. Time and randomness are given.
struct ReferenceStore {
    /// The keys.
    let vault = TransparentVault()
    /// The clock; tests move it.
    var now = WallTime(microseconds: 1_767_225_600_000_000)
    /// Durations of the domain.
    var terms = DomainTerms()
    /// Randomness.
    var random: SeededGenerator

    /// What is committed.
    private(set) var tables = Tables()
    /// The audit, oldest first.
    private(set) var audit: [AuditEntry] = []
    /// The events, oldest first.
    private(set) var events: [Event] = []
    /// Raised by every command that wrote something.
    private(set) var revision: UInt64 = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Carries out one command as a batch of its own.
    mutating func perform<C: Command>(_ command: C) throws(Refusal) -> C.Reply {
        var rows = Rows()
        load([command], into: &rows)
        let decision = try decide(command, rows)
        commit([decision.changes])
        return decision.reply
    }

    /// Decides one command and throws its changes away.
    mutating func changes<C: Command>(of command: C) throws(Refusal) -> Changes {
        var rows = Rows()
        load([command], into: &rows)
        return try decide(command, rows).changes
    }

    /// Carries out a batch with one commit. A command that refuses adds nothing.
    mutating func performBatch(_ commands: [any Command]) -> [Result<any Sendable, Refusal>] {
        var rows = Rows()
        load(commands, into: &rows)
        var results: [Result<any Sendable, Refusal>] = []
        var batch: [Changes] = []
        for command in commands {
            do throws(Refusal) {
                let (reply, changes) = try decideAny(command, rows)
                rows.apply(changes)
                batch.append(changes)
                results.append(.success(reply))
            } catch {
                results.append(.failure(error))
            }
        }
        commit(batch)
        return results
    }

    /// Puts a row there without a command: for tests that need a state no command leads to.
    mutating func plant(_ record: NumberRecord) {
        var changes = Changes()
        changes.numbers = [record]
        tables.apply(changes)
    }

    private mutating func decideAny<C: Command>(
        _ command: C, _ rows: Rows
    ) throws(Refusal) -> (any Sendable, Changes) {
        let decision = try decide(command, rows)
        return (decision.reply, decision.changes)
    }

    private mutating func decide<C: Command>(_ command: C, _ rows: Rows) throws(Refusal) -> Decision<C.Reply> {
        try command.decide(rows, Environment(now: now, vault: vault, terms: terms), random: &random)
    }

    private func load(_ commands: [any Command], into rows: inout Rows) {
        while true {
            let missing = Set(commands.flatMap { $0.missingRows(in: rows) })
            if missing.isEmpty { return }
            for key in missing { tables.load(key, into: &rows) }
            rows.markLoaded(missing)
        }
    }

    private mutating func commit(_ batch: [Changes]) {
        for changes in batch where !changes.isEmpty {
            tables.apply(changes)
            audit += changes.audit
            events += changes.events
            revision += 1
        }
    }
}
