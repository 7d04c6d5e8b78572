import TelephonyCore
import TelephonyStore
import Testing

@Suite("The batch, without a backend")
struct CommandBatchTests {
    /// A storage of operators, which notes what it was asked for in each step.
    struct Shelf: BatchStorage {
        var operators: [String: String] = [:]
        var damaged: Set<String> = []
        var steps: [Set<RowKey>] = []

        mutating func load(_ keys: Set<RowKey>, into rows: inout Rows) throws(Never) -> Set<RowKey> {
            steps.append(keys)
            var broken: Set<RowKey> = []
            for key in keys {
                guard case .operator(let id) = key else { continue }
                if damaged.contains(id.text) { broken.insert(key) }
                if let name = operators[id.text] { rows.put(OperatorRecord(id: id, name: name)) }
            }
            return broken
        }
    }

    /// Follows names from operator to operator, `depth` times, and appends to the last one's name.
    struct Follow: Command {
        let start: OperatorID
        let depth: Int

        private func path(_ rows: Rows) -> [OperatorID] {
            var path = [start]
            while path.count <= depth, let last = path.last,
                let next = rows.operator(last).flatMap({ OperatorID($0.name) })
            {
                path.append(next)
            }
            return path
        }

        func missingRows(in rows: Rows) -> [RowKey] { path(rows).map(RowKey.operator) }

        func decide(
            _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
        ) throws(Refusal) -> Decision<String> {
            guard let last = path(rows).last else { throw .damaged }
            guard last.text != "refuse" else { throw .notPermitted }
            var changes = Changes()
            let name = (rows.operator(last)?.name ?? "") + "x"
            changes.operators = [OperatorRecord(id: last, name: name)]
            return Decision(name, changes)
        }
    }

    private func job(_ start: String, depth: Int = 0) throws -> TestJob<Follow> {
        TestJob(Follow(start: try #require(OperatorID(start)), depth: depth))
    }

    private func run(_ jobs: [any CommandJob], on shelf: inout Shelf, after revision: UInt64 = 10) -> WriteSet {
        let batch = CommandBatch(jobs, now: MonotonicTime(nanoseconds: 0))
        var random = SystemRandomNumberGenerator()
        let writes = batch.decide(
            on: &shelf, Environment(now: WallTime(microseconds: 0), vault: NoVault()), after: revision, random: &random)
        batch.answer(writes)
        return writes
    }

    @Test("the rows of all commands are loaded in one step, each once")
    func loadsInOneStep() throws {
        var shelf = Shelf(operators: ["a": "1", "b": "2"])
        let jobs = [try job("a"), try job("b"), try job("a"), try job("c")]
        _ = run(jobs, on: &shelf)
        #expect(shelf.steps.count == 1)
        #expect(shelf.steps.first?.count == 3)
    }

    @Test("rows that depend on rows are loaded in as many steps as there are dependencies")
    func loadsInRounds() throws {
        var shelf = Shelf(operators: ["a": "b", "b": "c", "c": "Z"])
        let writes = run([try job("a", depth: 2), try job("b", depth: 1)], on: &shelf)
        #expect(shelf.steps.count == 2)
        #expect(writes.operators.values.map(\.name) == ["Zxx"])
    }

    @Test("later commands see what earlier ones changed, and the row is written once, as the last left it")
    func laterSeeEarlier() throws {
        var shelf = Shelf(operators: ["a": "S"])
        let jobs = [try job("a"), try job("a"), try job("a")]
        let writes = run(jobs, on: &shelf)
        #expect(jobs.map(\.outcome) == ["Sx @11", "Sxx @12", "Sxxx @13"])
        #expect(writes.operators.values.map(\.name) == ["Sxxx"])
        #expect(writes.revision == 13)
    }

    @Test("a command whose path was changed by an earlier one of its batch gets the rows of the new path")
    func followsAChangedPath() throws {
        // The first turns a's name into "bx"; the second then needs the row of bx, which nobody had asked for.
        var shelf = Shelf(operators: ["a": "b", "b": "!", "bx": "New"])
        let jobs = [try job("a"), try job("a", depth: 1)]
        let writes = run(jobs, on: &shelf)
        #expect(jobs.map(\.outcome) == ["bx @11", "Newx @12"])
        #expect(writes.operators.count == 2)
    }

    @Test("a refused command takes no revision, and what comes after it goes on")
    func refusedTakesNoRevision() throws {
        var shelf = Shelf()
        let jobs = [try job("a"), try job("refuse"), try job("b")]
        let writes = run(jobs, on: &shelf)
        #expect(jobs.map(\.outcome) == ["x @11", "refused", "x @12"])
        #expect(writes.revisions == [11, 11, 12])
    }

    @Test("a row that cannot be read refuses those that need it, and only those (Q-24)")
    func damagedRowRefusesItsOwn() throws {
        var shelf = Shelf(operators: ["a": "b"], damaged: ["b"])
        let jobs = [try job("a", depth: 1), try job("c"), try job("b")]
        _ = run(jobs, on: &shelf)
        #expect(jobs.map(\.outcome) == ["refused", "x @11", "refused"])
    }

    @Test("commands whose deadline has passed are answered and left out; the deadline itself is in time")
    func expiredAreLeftOut() throws {
        let now = MonotonicTime(nanoseconds: 100)
        let jobs = [99, 100, 101].map { deadline in
            TestJob(Note(), deadline: MonotonicTime(nanoseconds: deadline))
        }
        let batch = CommandBatch(jobs, now: now)
        #expect(batch.jobs.count == 2)
        #expect(jobs.map(\.outcome) == ["notExecuted(TelephonyStore.StoreError.Reason.expired)", nil, nil])
    }

    @Test("nothing to write is nothing to commit")
    func emptyBatchWritesNothing() {
        var shelf = Shelf()
        let job = TestJob(Note())
        let writes = run([job], on: &shelf)
        #expect(writes.isEmpty)
        #expect(job.outcome == "() @10")
        #expect(shelf.steps.isEmpty)
    }
}
