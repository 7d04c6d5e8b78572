import SQLiteStore
import Synchronization
import TelephonyCore
import TelephonyStore
import Testing

@Suite("SQLite: when the disk fails")
struct FaultTests {
    /// Throws a code at a failpoint, while it is armed.
    private final class Fault: Sendable {
        private let armed = Mutex<(Failpoint, Int32)?>(nil)

        func arm(_ point: Failpoint, _ code: Int32) { armed.withLock { $0 = (point, code) } }
        func disarm() { armed.withLock { $0 = nil } }

        func reach(_ point: Failpoint) throws(SQLiteFailure) {
            if let (wanted, code) = armed.withLock({ $0 }), wanted == point { throw SQLiteFailure(code: code) }
        }
    }

    private static let full: Int32 = 13
    private static let busy: Int32 = 5
    private static let ioError: Int32 = 10
    private static let fsyncError: Int32 = 1_034
    private static let corrupt: Int32 = 11

    private func store(_ fault: Fault) throws -> StoreUnderTest {
        try StoreUnderTest(failpoint: { (point) throws(SQLiteFailure) in try fault.reach(point) })
    }

    @Test("a commit that fails says neither yes nor no, and the process is told to end (RL-08)")
    func failedCommitIsUnknown() async throws {
        let fault = Fault()
        let test = try store(fault)
        _ = try await test.store.perform(Note(text: "one"))
        fault.arm(.beforeCommit, Self.fsyncError)
        await #expect(throws: StoreError.unknownOutcome) { try await test.store.perform(Note(text: "two")) }
        await test.store.close()
        #expect(test.fatal.failures == [SQLiteFailure(code: Self.fsyncError)])
        await #expect(throws: StoreError.notExecuted(.stopping)) { try await test.store.perform(Note(text: "three")) }
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.subjects() == ["one"])
        await again.store.close()
    }

    @Test("an answer that was lost after the commit is found again under its request id (RL-27)")
    func lostAnswerIsFoundAgain() async throws {
        let fault = Fault()
        let test = try store(fault)
        let id = test.requestID(1)
        fault.arm(.afterCommit, Self.ioError)
        await #expect(throws: StoreError.unknownOutcome) {
            try await test.store.perform(Note(text: "one", requestID: id))
        }
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.perform(Note(text: "one", requestID: id)).reply == "again one")
        #expect(try await again.store.subjects() == ["one"])
        await again.store.close()
    }

    @Test(
        "a read or write that fails ends the process; nobody is told a verdict (RL-08)",
        arguments: [Failpoint.afterLoad, .beforeWrite, .afterWrite], [ioError, corrupt])
    func brokenFileIsFatal(point: Failpoint, code: Int32) async throws {
        let fault = Fault()
        let test = try store(fault)
        fault.arm(point, code)
        await #expect(throws: StoreError.unknownOutcome) {
            try await test.store.perform(Note(text: "one", requestID: test.requestID(1)))
        }
        await test.store.close()
        #expect(test.fatal.failures == [SQLiteFailure(code: code)])
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.subjects() == [])
        await again.store.close()
    }

    @Test(
        "a full disk undoes the batch, keeps reading, and is over when there is room again (RL-09)",
        arguments: [Failpoint.afterWrite, .beforeCommit])
    func fullDiskRecovers(point: Failpoint) async throws {
        let fault = Fault()
        let test = try store(fault)
        _ = try await test.store.perform(Note(text: "one"))
        fault.arm(point, Self.full)
        await #expect(throws: StoreError.notExecuted(.storeFull)) { try await test.store.perform(Note(text: "two")) }
        #expect(try await test.store.subjects() == ["one"])
        fault.disarm()
        #expect(try await test.store.perform(Note(text: "three")).revision == 2)
        #expect(try await test.store.subjects() == ["one", "three"])
        #expect(test.fatal.failures.isEmpty)
        await test.store.close()
    }

    @Test("a busy store undoes the batch and says that nothing was executed (RL-05)")
    func busyIsNotExecuted() async throws {
        let fault = Fault()
        let test = try store(fault)
        fault.arm(.beforeWrite, Self.busy)
        await #expect(throws: StoreError.notExecuted(.busy)) { try await test.store.perform(Note(text: "one")) }
        fault.disarm()
        #expect(try await test.store.perform(Note(text: "two")).revision == 1)
        await test.store.close()
    }

    @Test("everybody in a batch whose commit failed is told so, also those who were refused on what it held (RL-08)")
    func wholeBatchIsUnknown() async throws {
        let gate = Gate()
        let commits = Atomic<Int>(0)
        let test = try StoreUnderTest(failpoint: { (point) throws(SQLiteFailure) in
            guard point == .beforeCommit else { return }
            gate.hold()
            if commits.wrappingAdd(1, ordering: .relaxed).newValue == 2 { throw SQLiteFailure(code: Self.ioError) }
        })
        async let first = test.store.perform(Note(text: "one"))
        await gate.waitUntilHeld()
        let errors = await withTaskGroup(of: StoreError?.self) { group in
            for index in 0..<10 {
                group.addTask {
                    do throws(StoreError) {
                        if index == 0 {
                            _ = try await test.store.perform(Refuse())
                        } else {
                            _ = try await test.store.perform(Note(text: "\(index)"))
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            while test.store.waitingCommands < 10 { await Task.yield() }
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(try await first.revision == 1)
        #expect(errors == Array(repeating: .unknownOutcome, count: 10))
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.subjects() == ["one"])
        await again.store.close()
    }
}
