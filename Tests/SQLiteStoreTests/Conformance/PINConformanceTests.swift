import TelephonyCore
import TelephonyStore
import Testing

@Suite("Every store: PINs through real commands")
struct PINConformanceTests {
    private func active() async throws -> (StoreUnderTest, World) {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        try await world.provision(0..<3)
        try await world.activate(0..<3, for: world.acme)
        return (test, world)
    }

    @Test("of 200 concurrent wrong tries exactly 5 are evaluated, then the PIN is locked (S-09, Q-09, RL-21)")
    func exactlyFiveAreEvaluated() async throws {
        let (test, world) = try await active()
        let outcomes = try await withThrowingTaskGroup(of: SignInReply.Outcome.self) { group in
            for _ in 0..<200 { group.addTask { try await world.signIn(0, World.pin("0000")).outcome } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .locked }.count >= 195)
        let audit = try await test.store.read(AllAudit()).filter { $0.entry.action == .signIn }
        #expect(audit.count == 200)
        #expect(audit.filter(\.entry.evaluated).count == 5)
        #expect(audit.filter { $0.entry.outcome == .rejectedAndLocked }.count == 1)
        #expect(try await world.signIn(0, await world.defaultPIN(0)).outcome == .locked)
        await test.store.close()
    }

    @Test("a count survives closing and opening: a restart forgives nothing (Q-09)")
    func countSurvives() async throws {
        let (test, world) = try await active()
        for _ in 0..<4 { #expect(try await world.signIn(0, World.pin("0000")).outcome == .rejected) }
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        let number = try await again.store.read(GetNumber(actor: world.platform, address: try world.address(0))).number
        #expect(number.pin.failures == 4)
        let wrong = SignIn(
            origin: world.origin(world.pbx), number: try world.address(0), pin: World.pin("0000"),
            attempt: Attempt(surface: .portal))
        #expect(try await again.store.perform(wrong).reply.outcome != .accepted)
        #expect(try await again.store.perform(wrong).reply.outcome == .locked)
        await again.store.close()
    }

    @Test("the same try again spends nothing and gets the same verdict (RL-27)")
    func retrySpendsNothing() async throws {
        let (test, world) = try await active()
        let id = test.requestID(77)
        for _ in 0..<20 { #expect(try await world.signIn(0, World.pin("0000"), id).outcome == .rejected) }
        let found = try await test.store.read(GetPINStatus(actor: world.platform, address: try world.address(0)))
        #expect(found.number.pin.failures == 1)
        await test.store.close()
    }

    @Test("everything of a number's PIN comes back from the store as it went in")
    func recordRoundTrips() async throws {
        let (test, world) = try await active()
        var policy = PINPolicy()
        policy.historyDepth = 5
        _ = try await test.store.perform(SetPolicy(origin: world.origin(), level: .platform, policy: policy))
        for digits in ["8052", "9164", "7283"] {
            try await world.setPIN(1, digits)
            _ = try await test.store.perform(ResetPIN(origin: world.origin(), number: try world.address(1)))
        }
        try await world.setPIN(1, "5961")
        let query = GetNumber(actor: world.platform, address: try world.address(1))
        let before = try await test.store.read(query).number
        #expect(!before.pin.isDefault)
        #expect(before.pin.history.count >= 3)
        #expect(before.pin.resetTime != nil)
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.read(query).number == before)
        let other = SignIn(
            origin: world.origin(world.pbx), number: try world.address(1), pin: World.pin("5961"),
            attempt: Attempt(surface: .voicemail))
        #expect(try await again.store.perform(other).reply.outcome == .accepted)
        await again.store.close()
    }

    @Test("a clean success leaves the number's row as it is: it adds to audit and requests only")
    func cleanSuccessWritesNoNumber() async throws {
        let (test, world) = try await active()
        try await world.setPIN(2, "8052")
        let query = GetNumber(actor: world.platform, address: try world.address(2))
        let before = try await test.store.read(query).number
        #expect(try await world.signIn(2, World.pin("8052"), test.requestID(5)).outcome == .accepted)
        #expect(try await test.store.read(query).number == before)
        await test.store.close()
    }
}
