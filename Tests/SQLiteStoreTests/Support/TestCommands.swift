import TelephonyCore

/// Writes an audit entry, and keeps the request when it has an id; answers what it was told.
struct Note: Command {
    let text: String
    var requestID: RequestID?
    var life = Duration.seconds(600)

    func missingRows(in rows: Rows) -> [RowKey] { requestID.map { [.request($0)] } ?? [] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<String> {
        if let requestID, rows.request(requestID) != nil { return Decision("again \(text)") }
        var changes = Changes()
        changes.audit = [
            AuditEntry(
                action: .checkPIN, outcome: .done, time: environment.now, actor: "test", subject: text,
                requestID: requestID)
        ]
        changes.request = requestID.map { id in
            RequestRecord(
                id: id, actor: "test", fingerprint: RequestFingerprint(hash: UUIDBytes(high: 1, low: 2)),
                outcome: StoredOutcome(code: 9, flags: 7, generation: 3, time: environment.now),
                expireTime: environment.now.adding(life))
        }
        return Decision(text, changes)
    }
}

/// Adds one to a number that an operator bears as its name; answers the sum.
struct Increment: Command {
    let id: OperatorID

    func missingRows(in rows: Rows) -> [RowKey] { [.operator(id)] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Int> {
        let sum = (rows.operator(id).flatMap { Int($0.name) } ?? 0) + 1
        var changes = Changes()
        changes.operators = [OperatorRecord(id: id, name: "\(sum)")]
        changes.audit = [
            AuditEntry(action: .createOperator, outcome: .done, time: environment.now, actor: "test", subject: id.text)
        ]
        return Decision(sum, changes)
    }
}

/// Refuses, although it would have had changes.
struct Refuse: Command {
    func missingRows(in rows: Rows) -> [RowKey] { [] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Int> { throw .notPermitted }
}

/// Breaks a constraint of the schema: a site of an operator that is not there.
struct Misplace: Command {
    let site: SiteID
    let operatorID: OperatorID

    func missingRows(in rows: Rows) -> [RowKey] { [.site(site)] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Int> {
        var changes = Changes()
        changes.sites = [SiteRecord(id: site, operatorID: operatorID, name: "", timeZone: "UTC")]
        return Decision(1, changes)
    }
}

/// Asks for another row each time it is asked.
struct Insatiable: Command {
    func missingRows(in rows: Rows) -> [RowKey] {
        (0...100).lazy.compactMap { OperatorID("o\($0)") }.map(RowKey.operator).first { !rows.isLoaded($0) }
            .map { [$0] } ?? []
    }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Int> { Decision(1) }
}

/// Writes an event and nothing else.
struct Announce: Command {
    let count: Int

    func missingRows(in rows: Rows) -> [RowKey] { [] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Int> {
        var changes = Changes()
        changes.events = (0..<count).map { index in
            Event(
                kind: .pinReset, number: NumberID(uuid: UUIDBytes(high: 1, low: UInt64(index))), time: environment.now,
                generation: 1, owner: nil, user: nil)
        }
        return Decision(count, changes)
    }
}
