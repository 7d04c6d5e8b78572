import SQLiteStore
import TelephonyCore
import TelephonyStore
import Testing

@Suite("SQLite: group commit and the bounded queue")
struct GroupCommitTests {
    private func gated(_ gate: Gate, configure: (inout SQLiteConfiguration) -> Void = { _ in }) throws
        -> StoreUnderTest
    {
        try StoreUnderTest(
            configure: configure,
            failpoint: { (point) throws(SQLiteFailure) in
                if point == .beforeCommit { gate.hold() }
            })
    }

    @Test("a thousand commands that wait behind one commit share the next one")
    func waitingCommandsShareACommit() async throws {
        let gate = Gate()
        let test = try gated(gate)
        let revisions = try await withThrowingTaskGroup(of: UInt64.self) { group in
            group.addTask { try await test.store.perform(Note(text: "first")).revision }
            await gate.waitUntilHeld()
            for index in 0..<1_000 {
                group.addTask { try await test.store.perform(Note(text: "\(index)")).revision }
            }
            while test.store.waitingCommands < 1_000 { await Task.yield() }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(test.store.statistics.commits == 2)
        #expect(test.store.statistics.commands == 1_001)
        #expect(revisions.sorted() == Array(1...1_001))
        await test.store.close()
    }

    @Test("a batch takes no more commands than its limit")
    func batchesAreBounded() async throws {
        let gate = Gate()
        let test = try gated(gate) { $0.batchCommandsMax = 100 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await test.store.perform(Note(text: "first")) }
            await gate.waitUntilHeld()
            for index in 0..<250 { group.addTask { _ = try await test.store.perform(Note(text: "\(index)")) } }
            while test.store.waitingCommands < 250 { await Task.yield() }
            gate.open()
            try await group.waitForAll()
        }
        #expect(test.store.statistics.commits == 4)
        await test.store.close()
    }

    @Test("the queue refuses the next command when it is full, and lets it in afterwards (RL-42)")
    func queueIsBounded() async throws {
        let gate = Gate()
        let test = try gated(gate) { $0.queuedCommandsMax = 4 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await test.store.perform(Note(text: "held")) }
            await gate.waitUntilHeld()
            for index in 0..<4 { group.addTask { _ = try await test.store.perform(Note(text: "\(index)")) } }
            while test.store.waitingCommands < 4 { await Task.yield() }
            await #expect(throws: StoreError.notExecuted(.overloaded)) {
                try await test.store.perform(Note(text: "one too many"))
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(try await test.store.perform(Note(text: "later")).revision == 6)
        await test.store.close()
    }

    @Test("a command that expires while it waits is dropped; one that has begun is carried through")
    func expiresInTheQueue() async throws {
        let gate = Gate()
        let test = try gated(gate)
        let deadline = MonotonicTime(nanoseconds: test.time.uptime.nanoseconds + 1_000)
        async let begun = test.store.perform(Note(text: "begun"), deadline: deadline)
        await gate.waitUntilHeld()
        let waiting = Task { try await test.store.perform(Note(text: "waiting"), deadline: deadline) }
        while test.store.waitingCommands < 1 { await Task.yield() }
        test.time.advance(by: .seconds(1))
        gate.open()
        #expect(try await begun.revision == 1)
        await #expect(throws: StoreError.notExecuted(.expired)) { try await waiting.value }
        #expect(try await test.store.subjects() == ["begun"])
        await test.store.close()
    }

    @Test("reading goes on while a commit is under way, on the state before it")
    func readsDoNotWait() async throws {
        let gate = Gate()
        let test = try gated(gate)
        async let held = test.store.perform(Note(text: "held"))
        await gate.waitUntilHeld()
        #expect(try await test.store.subjects() == [])
        gate.open()
        _ = try await held
        #expect(try await test.store.subjects() == ["held"])
        await test.store.close()
    }

    @Test("closing answers everything that waits")
    func closingDrains() async throws {
        let gate = Gate()
        let test = try gated(gate)
        try await withThrowingTaskGroup(of: UInt64.self) { group in
            group.addTask { try await test.store.perform(Note(text: "held")).revision }
            await gate.waitUntilHeld()
            for index in 0..<20 { group.addTask { try await test.store.perform(Note(text: "\(index)")).revision } }
            while test.store.waitingCommands < 20 { await Task.yield() }
            async let closed: Void = test.store.close()
            gate.open()
            await closed
            let revisions = try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
            #expect(revisions == Set(1...21))
        }
    }

    @Test("what is kept of requests goes when it has expired, a few rows per batch, and stays until then")
    func expiredRequestsGo() async throws {
        let test = try StoreUnderTest()
        let old = (0..<300).map { test.requestID(UInt64($0)) }
        for id in old { _ = try await test.store.perform(Note(text: "old", requestID: id)) }
        #expect(try await test.store.perform(Note(text: "old", requestID: old[0])).reply == "again old")
        test.time.advance(by: .seconds(601))
        let kept = test.requestID(1_000)
        _ = try await test.store.perform(Note(text: "kept", requestID: kept, life: .seconds(24 * 3_600)))
        for index in 0..<100 { _ = try await test.store.perform(Note(text: "\(index)")) }
        for id in old {
            #expect(try await test.store.perform(Note(text: "new", requestID: id)).reply == "new")
        }
        #expect(try await test.store.perform(Note(text: "kept", requestID: kept)).reply == "again kept")
        await test.store.close()
    }
}
