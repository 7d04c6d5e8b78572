import SQLiteStore
import TelephonyCore
import TelephonyStore
import Testing

@Suite("SQLite: the last sign-in of a number")
struct SignInTimesTests {
    /// Signs in at numbers 0..<6 over and over, with a last success at a time of its own each.
    private func work(_ test: StoreUnderTest, _ world: World, rounds: Int) async throws -> [WallTime] {
        var last = Array(repeating: WallTime(microseconds: 0), count: 6)
        for round in 0..<rounds {
            for index in 0..<6 where (round + index) % 4 != 0 {
                test.time.advance(by: .seconds(1))
                #expect(try await world.signIn(index, World.pin("8052")).outcome == .accepted)
                last[index] = test.time.now
            }
        }
        return last
    }

    private func lastSuccesses(_ store: SQLiteStore, _ world: World) async throws -> [WallTime?] {
        var found: [WallTime?] = []
        for index in 0..<6 {
            found.append(
                try await store.read(GetPINStatus(actor: world.platform, address: try world.address(index)))
                    .lastSuccess)
        }
        return found
    }

    @Test(
        "is the same whether it is in memory, on its way to the table, or there, and after opening again",
        arguments: [(1_000, UInt64(100_000)), (4, 100_000), (1_000, 7), (1, 1)])
    func isAlwaysTheLast(numbersMax: Int, entriesMax: UInt64) async throws {
        let configure: (inout SQLiteConfiguration) -> Void = {
            $0.signInNumbersMax = numbersMax
            $0.signInEntriesMax = entriesMax
        }
        let test = try StoreUnderTest(configure: configure)
        let world = try await World(test.store)
        try await world.provision(0..<6)
        try await world.activate(0..<6, for: world.acme)
        for index in 0..<6 { try await world.setPIN(index, "8052") }
        let first = try await work(test, world, rounds: 3)
        #expect(try await lastSuccesses(test.store, world) == first)
        let second = try await work(test, world, rounds: 17)
        #expect(try await lastSuccesses(test.store, world) == second)
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory, configure: configure)
        #expect(try await lastSuccesses(again.store, world) == second)
        await again.store.close()
    }

    @Test("loses nothing when the batch that moves it to the table is undone")
    func survivesAnUndoneBatch() async throws {
        let faults = FaultCounter()
        let test = try StoreUnderTest(
            configure: {
                $0.signInNumbersMax = 2
                $0.signInEntriesMax = 3
            },
            failpoint: { (point) throws(SQLiteFailure) in
                // Every third batch finds the disk full after it has written.
                if point == .afterWrite, faults.isThird() { throw SQLiteFailure(code: 13) }
            })
        faults.isOn = false
        let world = try await World(test.store)
        try await world.provision(0..<6)
        try await world.activate(0..<6, for: world.acme)
        for index in 0..<6 { try await world.setPIN(index, "8052") }
        faults.isOn = true
        var last: [Int: WallTime] = [:]
        for step in 0..<120 {
            test.time.advance(by: .seconds(1))
            do {
                _ = try await world.signIn(step % 6, World.pin("8052"))
                last[step % 6] = test.time.now
            } catch {
                #expect(error as? StoreError == .notExecuted(.storeFull))
            }
        }
        faults.isOn = false
        #expect(try await lastSuccesses(test.store, world) == (0..<6).map { last[$0] })
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await lastSuccesses(again.store, world) == (0..<6).map { last[$0] })
        await again.store.close()
    }
}
