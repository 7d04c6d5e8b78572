internal import TelephonyClient
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// Brings numbers into being as a sheet says: created, allocated, activated, assigned, labelled. Running it again is
/// harmless: what is there already is left alone.
///
/// A refusal that concerns rows fails those rows and the job goes on; anything else (no server, no right, no time)
/// ends it, because every other row would meet it too.
final class ProvisionJob {
    /// Most numbers of one call.
    static let chunkMax = 1000
    /// Calls for single numbers under way at once.
    static let callsAtOnce = 32

    let rows: [ProvisionRow]
    let telephony: any TelephonyServiceClientProtocol
    let options: CallOptions
    /// The number as the server has it; an empty one for a number that this job created.
    var known: [Int: Number] = [:]
    /// Rows that failed.
    var failed: Set<Int> = []
    /// What was done.
    var report = ProvisionReport()
    private let isDryRun: Bool
    private let progress: (String) -> Void

    /// A job; `progress` is told what it is doing.
    init(
        _ rows: [ProvisionRow], _ telephony: any TelephonyServiceClientProtocol, _ options: CallOptions, isDryRun: Bool,
        progress: @escaping (String) -> Void
    ) {
        self.rows = rows
        self.telephony = telephony
        self.options = options
        self.isDryRun = isDryRun
        self.progress = progress
        report.rows = rows.count
        report.isDryRun = isDryRun
    }

    /// Does all of it.
    ///
    /// - Throws: `RPCError` that ends the job; `report` says what was done until then.
    func run() async throws(RPCError) {
        do throws(RPCError) {
            for chunk in Self.chunks(Array(rows.indices)) {
                tell("creating", chunk.first)
                try await create(chunk)
            }
            guard !isDryRun else { return }
            try await allocate()
            try await activate()
            try await assign()
            try await label()
        } catch {
            report.unfinished = rows.indices.count { !failed.contains($0) && !isFinished($0) }
            throw error
        }
    }

    /// Rows that are still of interest.
    func remaining(where isWanted: (ProvisionRow, Number) -> Bool) -> [Int] {
        rows.indices.filter { index in
            guard !failed.contains(index), let number = known[index] else { return false }
            return isWanted(rows[index], number)
        }
    }

    /// Notes that a row failed at a step.
    func fail(_ index: Int, _ step: String, _ text: String) {
        guard failed.insert(index).inserted else { return }
        report.failures.append(RowProblem(line: rows[index].line, place: step, text: text))
    }

    /// Notes a refusal of a row in the server's own words.
    func fail(_ index: Int, _ step: String, _ error: RPCError) {
        let reason = error.reason.isEmpty ? error.code.description : error.reason
        fail(index, step, "\(reason): \(error.text)")
    }

    /// Says what is under way, and ends the job after Control-C.
    func tell(_ step: String, _ index: Int?) {
        progress("\(step) \(DecimalText.grouped(UInt64(index ?? 0))) of \(DecimalText.grouped(UInt64(rows.count)))")
    }

    /// Whether a refusal concerns the rows of the call, not the call.
    static func concernsRows(_ error: RPCError) -> Bool {
        switch error.code {
        case .alreadyExists, .invalidArgument, .failedPrecondition, .notFound, .outOfRange: !error.isLocal
        default: false
        }
    }

    /// Slices of what one call takes.
    static func chunks(_ indices: [Int]) -> [[Int]] {
        stride(from: 0, to: indices.count, by: chunkMax).map { Array(indices[$0..<min($0 + chunkMax, indices.count)]) }
    }

    private func isFinished(_ index: Int) -> Bool {
        guard let number = known[index] else { return false }
        let row = rows[index]
        return (row.owner == nil || number.owner == row.owner) && (!row.isActivated || number.state == .active)
            && (row.user.isEmpty || number.userID == row.user) && (row.label.isEmpty || number.label == row.label)
    }
}

extension ProvisionJob {
    /// Creates the numbers of a chunk. The server takes all or none, so a refused chunk is looked up, then halved until
    /// the rows that cannot be are alone.
    func create(_ chunk: [Int], isLookedUp: Bool = false) async throws(RPCError) {
        guard !chunk.isEmpty else { return }
        try checkInterrupt()
        do throws(RPCError) {
            _ = try await telephony.provisionNumbers(
                ProvisionNumbersRequest(numbers: chunk.map { rows[$0].spec }, validateOnly: isDryRun), options: options)
            report.created += chunk.count
            for index in chunk { known[index] = Self.fresh(rows[index]) }
        } catch {
            guard Self.concernsRows(error) else { throw error }
            if error.code == .alreadyExists, !isLookedUp {
                try await create(try await lookUp(chunk), isLookedUp: true)
            } else if chunk.count == 1 {
                fail(chunk[0], "provision", error)
            } else {
                let half = chunk.count / 2
                try await create(Array(chunk[..<half]), isLookedUp: isLookedUp)
                try await create(Array(chunk[half...]), isLookedUp: isLookedUp)
            }
        }
    }

    /// Ends the job after Control-C.
    func checkInterrupt() throws(RPCError) {
        if Interrupt.isRequested {
            throw RPCError(.cancelled, "interrupted; run it again to do the rest", isLocal: true)
        }
    }

    /// Looks numbers up, notes those that are there, and answers those that are not.
    private func lookUp(_ chunk: [Int]) async throws(RPCError) -> [Int] {
        var missing: [Int] = []
        let telephony = telephony
        let options = options
        let rows = rows
        try await concurrently(chunk) { index throws(RPCError) in
            try await telephony.getNumber(GetNumberRequest(number: rows[index].reference), options: options).number
        } done: { index, result in
            switch result {
            case .success(let number): found(index, number ?? Number())
            case .failure(let error) where error.code == .notFound: missing.append(index)
            case .failure(let error): fail(index, "provision", error)
            }
        }
        return missing.sorted()
    }

    private func found(_ index: Int, _ number: Number) {
        let spec = rows[index].spec
        guard number.extension == spec.extension, number.siteID == spec.siteID else {
            return fail(index, "number", "is there already, as \(number.extension) at \(number.siteID)")
        }
        guard number.type == spec.type else {
            return fail(index, "type", "the number is there already, as \(number.type.word)")
        }
        report.present += 1
        known[index] = number
    }

    private static func fresh(_ row: ProvisionRow) -> Number {
        Number(
            e164: row.spec.e164, extension: row.spec.extension, siteID: row.spec.siteID, type: row.spec.type,
            state: .available)
    }
}
