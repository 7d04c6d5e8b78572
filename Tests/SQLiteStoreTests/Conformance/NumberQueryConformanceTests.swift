import TelephonyCore
import TelephonyStore
import Testing

@Suite("Every store: finding numbers (S-32 to S-34)")
struct NumberQueryConformanceTests {
    /// Numbers 0..<20 provisioned; 0..<8 active for acme, 8..<10 reserved for acme, 10..<14 active for blue.
    private func populated() async throws -> (StoreUnderTest, World) {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        try await world.provision(0..<20)
        try await world.activate(0..<8, for: world.acme)
        let reserved = try (8..<10).map(world.address)
        _ = try await test.store.perform(
            AllocateNumbers(origin: world.origin(), numbers: reserved, owner: .occupier(world.acme)))
        try await world.activate(10..<14, for: world.blue)
        return (test, world)
    }

    /// The indices of the numbers that a listing finds, in its order.
    private func indices(
        _ world: World, as actor: Actor? = nil, _ configure: (inout NumberSelection) -> Void
    ) async throws -> [Int] {
        let listing = try await world.store.read(
            ListNumbers(actor: actor ?? world.platform, limit: 1_000, configure: configure))
        #expect(listing.total == UInt32(listing.page.elements.count))
        return listing.page.elements.map { Int($0.number.e164.value) - 442_079_460_000 }
    }

    @Test("owner, site and state filter together; all that is set must hold")
    func filtersByOwnerAndState() async throws {
        let (test, world) = try await populated()
        #expect(try await indices(world) { _ in } == Array(0..<20))
        #expect(try await indices(world) { $0.owner = .occupier(world.acme) } == Array(0..<10))
        #expect(try await indices(world) { $0.owner = .operator(world.operatorID) } == [])
        #expect(try await indices(world) { $0.site = world.site } == Array(0..<20))
        #expect(try await indices(world) { $0.states = [.reserved] } == [8, 9])
        #expect(try await indices(world) { $0.states = [.reserved, .available] } == [8, 9] + Array(14..<20))
        #expect(
            try await indices(world) {
                $0.owner = .occupier(world.acme)
                $0.states = [.active]
            } == Array(0..<8))
        await test.store.close()
    }

    @Test("a cooldown that is over by the clock lists as reserved, before anybody has written it")
    func stateIsJudgedByTheClock() async throws {
        let (test, world) = try await populated()
        _ = try await test.store.perform(DeactivateNumber(origin: world.origin(), number: try world.address(3)))
        #expect(try await indices(world) { $0.states = [.cooldown] } == [3])
        #expect(try await indices(world) { $0.states = [.reserved] } == [8, 9])
        test.time.advance(by: .seconds(61))
        #expect(try await indices(world) { $0.states = [.cooldown] } == [])
        #expect(try await indices(world) { $0.states = [.reserved] } == [3, 8, 9])
        await test.store.close()
    }

    @Test("text is found in number, extension and label; ASCII case is ignored, wildcards are letters")
    func filtersByText() async throws {
        let (test, world) = try await populated()
        for (index, label) in [(0, "Front Desk"), (1, "100% sure"), (2, "a_b"), (3, "back\\slash"), (4, "Ärger")] {
            var configuration = NumberConfiguration()
            configuration.label = label
            _ = try await test.store.perform(
                UpdateNumber(
                    origin: world.origin(), number: try world.address(index), configuration: configuration,
                    fields: .label))
        }
        #expect(try await indices(world) { $0.text = "front d" } == [0])
        #expect(try await indices(world) { $0.text = "0%" } == [1])
        #expect(try await indices(world) { $0.text = "%" } == [1])
        #expect(try await indices(world) { $0.text = "_" } == [2])
        #expect(try await indices(world) { $0.text = "\\" } == [3])
        #expect(try await indices(world) { $0.text = "Ärg" } == [4])
        #expect(try await indices(world) { $0.text = "+44207946001" } == Array(10..<20))
        #expect(try await indices(world) { $0.text = "1013" } == [13])
        #expect(try await indices(world) { $0.text = "' OR 1=1 --" } == [])
        let long = String(repeating: "x", count: 65)
        await #expect(throws: StoreError.refused(.invalid(field: "filter.text", problem: "longer than 64 bytes"))) {
            try await indices(world) { $0.text = long }
        }
        await test.store.close()
    }

    @Test("assignment, PIN kind, lock and handset login filter")
    func filtersByUse() async throws {
        let (test, world) = try await populated()
        _ = try await test.store.perform(
            AssignUser(origin: world.origin(), number: try world.address(2), user: world.ann))
        try await world.setPIN(4, "8052")
        for _ in 0..<5 { _ = try await world.signIn(5, World.pin("0000")) }
        _ = try await test.store.perform(
            SignIn(
                origin: world.origin(world.pbx), number: try world.address(6), pin: try await world.defaultPIN(6),
                attempt: Attempt(surface: .handset, device: "desk-6")))
        #expect(try await indices(world) { $0.user = world.ann } == [2])
        #expect(try await indices(world) { $0.isAssigned = true } == [2])
        #expect(try await indices(world) { $0.isAssigned = false }.contains(2) == false)
        #expect(try await indices(world) { $0.pinKind = .custom } == [4])
        #expect(try await indices(world) { $0.pinKind = .default }.contains(4) == false)
        #expect(try await indices(world) { $0.isLocked = true } == [5])
        #expect(try await indices(world) { $0.isLocked = false }.contains(5) == false)
        #expect(try await indices(world) { $0.isLoggedIn = true } == [6])
        #expect(try await indices(world) { $0.isLoggedIn = false }.contains(6) == false)
        await test.store.close()
    }

    @Test("a lock that ends by itself is not listed once its time is over (R-10)")
    func lockIsJudgedByTheClock() async throws {
        let (test, world) = try await populated()
        var policy = PINPolicy()
        policy.autoUnlockAfter = .seconds(600)
        _ = try await test.store.perform(SetPolicy(origin: world.origin(), level: .platform, policy: policy))
        for _ in 0..<5 { _ = try await world.signIn(5, World.pin("0000")) }
        #expect(try await indices(world) { $0.isLocked = true } == [5])
        test.time.advance(by: .seconds(600))
        #expect(try await indices(world) { $0.isLocked = true } == [])
        #expect(try await indices(world) { $0.isLocked = false }.contains(5))
        await test.store.close()
    }

    @Test("each actor sees its own and nothing else; the rest is missing, not forbidden (T-7)")
    func scopeIsAPredicate() async throws {
        let (test, world) = try await populated()
        _ = try await test.store.perform(
            AssignUser(origin: world.origin(), number: try world.address(2), user: world.ann))
        let admin = Actor(name: "a", role: .occupierAdmin, scope: .occupier(world.blue))
        let ann = Actor(name: "ann", role: .occupierUser, scope: .user(world.ann))
        let landlord = Actor(name: "l", role: .operatorAdmin, scope: .operator(world.operatorID))
        let stranger = Actor(name: "s", role: .operatorAdmin, scope: .operator(try #require(OperatorID("other"))))
        #expect(try await indices(world, as: admin) { _ in } == Array(10..<14))
        #expect(try await indices(world, as: admin) { $0.owner = .occupier(world.acme) } == [])
        #expect(try await indices(world, as: ann) { _ in } == [2])
        #expect(try await indices(world, as: landlord) { _ in } == Array(0..<20))
        #expect(try await indices(world, as: stranger) { _ in } == [])
        await #expect(throws: StoreError.refused(.notFound(.number))) {
            try await test.store.read(GetNumber(actor: admin, address: try world.address(0)))
        }
        await #expect(throws: StoreError.refused(.notFound(.number))) {
            try await test.store.read(GetPINStatus(actor: stranger, address: try world.address(0)))
        }
        let auditor = Actor(name: "x", role: .auditor, scope: .platform)
        await #expect(throws: StoreError.refused(.notPermitted)) {
            try await test.store.read(ListNumbers(actor: auditor, limit: 1) { _ in })
        }
        await test.store.close()
    }

    @Test("pages meet each number once while others are added, in either order", arguments: [true, false])
    func pagesAreStable(byExtension: Bool) async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        // Every second number first: those added in between fall on both sides of each page's end.
        for index in stride(from: 0, to: 60, by: 2) { try await world.provision(index..<index + 1) }
        let order = byExtension ? NumberSelection.Order.extensionNumber : .e164
        var seen: [UInt64] = []
        var position: NumberPosition?
        var added = 1
        repeat {
            let query = ListNumbers(actor: world.platform, after: position, limit: 7) { $0.order = order }
            let page = try await test.store.read(query).page
            seen += page.elements.map(\.number.e164.value)
            position = page.next.flatMap { NumberPosition(bytes: $0.bytes) }
            try await world.provision(added..<added + 1)
            added += 2
        } while position != nil
        #expect(Set(seen).count == seen.count)
        #expect(seen == seen.sorted())
        let first = try (0..<30).map { try World.e164($0 * 2).value }
        #expect(Set(first).isSubset(of: seen))
        await test.store.close()
    }

    @Test("the main number comes beside the first page, filter or not, and never among the phone numbers")
    func mainNumberStandsApart() async throws {
        let (test, world) = try await populated()
        _ = try await test.store.perform(
            NominateMainNumber(origin: world.origin(), number: try world.address(15), isMain: true))
        try await world.activate(15..<16, for: world.acme)
        let query = ListNumbers(actor: world.platform, limit: 4) {
            $0.owner = .occupier(world.acme)
            $0.site = world.site
            $0.text = "1001"
        }
        let listing = try await test.store.read(query)
        #expect(listing.mainNumber?.number.e164 == (try World.e164(15)))
        #expect(listing.page.elements.map(\.number.e164) == [try World.e164(1)])
        #expect(try await indices(world) { $0.owner = .occupier(world.acme) } == Array(0..<10))
        await test.store.close()
    }

    @Test("a number is found by E.164 and by extension at its site, with its last success")
    func findsByEitherAddress() async throws {
        let (test, world) = try await populated()
        let before = try await test.store.read(GetNumber(actor: world.platform, address: try world.address(1)))
        #expect(before.lastSuccess == nil)
        try await world.setPIN(1, "8052")
        test.time.advance(by: .seconds(5))
        #expect(try await world.signIn(1, World.pin("8052")).outcome == .accepted)
        let successTime = test.time.now
        test.time.advance(by: .seconds(5))
        #expect(try await world.signIn(1, World.pin("0000")).outcome == .rejected)
        let address = NumberAddress.extensionAtSite(try #require(ExtensionNumber("1001")), world.site)
        let found = try await test.store.read(LookupNumber(actor: world.pbx, address: address))
        #expect(found.number.e164 == (try World.e164(1)))
        #expect(found.lastSuccess == successTime)
        #expect(found.number.pin.failures == 1)
        await test.store.close()
    }
}
