import SQLiteStore
import TelephonyCore
import TelephonyStore
import Testing

@Suite("SQLite: a query's time")
struct QueryBudgetTests {
    @Test("a query that takes longer than it may is ended; the reader goes on with the next (RL-06)")
    func longQueryIsEnded() async throws {
        let test = try StoreUnderTest(configure: { $0.queryMillisecondsMax = 0 })
        let world = try await World(test.store)
        for start in [0, 1_000] { try await world.provision(start..<start + 1_000) }
        let query = ListNumbers(actor: world.platform, limit: 1) { $0.text = "found nowhere" }
        await #expect(throws: StoreError.notExecuted(.expired)) { try await test.store.read(query) }
        let one = try await test.store.read(GetNumber(actor: world.platform, address: try world.address(1_999)))
        #expect(one.number.e164 == (try World.e164(1_999)))
        #expect(test.fatal.failures.isEmpty)
        await test.store.close()
    }
}
