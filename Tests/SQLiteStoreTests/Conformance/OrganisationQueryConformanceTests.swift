import TelephonyCore
import TelephonyStore
import Testing

@Suite("Every store: finding organisations, people and policies")
struct OrganisationQueryConformanceTests {
    @Test("rows come back as they were written")
    func roundTrips() async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        let actor = world.platform
        #expect(
            try await test.store.read(GetOperator(actor: actor, id: world.operatorID))
                == OperatorRecord(id: world.operatorID, name: "Landlord"))
        #expect(
            try await test.store.read(GetSite(actor: actor, id: world.site))
                == SiteRecord(id: world.site, operatorID: world.operatorID, name: "House", timeZone: "Europe/London"))
        #expect(
            try await test.store.read(GetOccupier(actor: actor, id: world.acme))
                == OccupierRecord(id: world.acme, operatorID: world.operatorID, name: "Acme", sites: [world.site]))
        let user = try await test.store.read(GetUser(actor: actor, id: world.ann))
        #expect(user.owner == .occupier(world.acme))
        #expect(user.operatorID == world.operatorID)
        await test.store.close()
    }

    @Test("what lies outside the scope is missing (T-7)")
    func foreignIsMissing() async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        let blue = Actor(name: "b", role: .occupierAdmin, scope: .occupier(world.blue))
        await #expect(throws: StoreError.refused(.notFound(.occupier))) {
            try await test.store.read(GetOccupier(actor: blue, id: world.acme))
        }
        await #expect(throws: StoreError.refused(.notFound(.user))) {
            try await test.store.read(GetUser(actor: blue, id: world.ann))
        }
        #expect(try await test.store.read(GetSite(actor: blue, id: world.site)).id == world.site)
        #expect(try await test.store.read(ListOccupiers(actor: blue, limit: 10)).elements.map(\.id) == [world.blue])
        #expect(try await test.store.read(ListUsers(actor: blue, limit: 10)).elements.isEmpty)
        #expect(try await test.store.read(ListSites(actor: blue, limit: 10)).elements.map(\.id) == [world.site])
        #expect(try await test.store.read(ListOperators(actor: blue, limit: 10)).elements.isEmpty)
        await test.store.close()
    }

    @Test("lists page by id, and filter by operator, site and owner")
    func listsPage() async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        for index in 0..<25 {
            let id = try #require(UserID("user-\(index)"))
            let owner = NumberOwner.occupier(index % 2 == 0 ? world.acme : world.blue)
            _ = try await test.store.perform(
                CreateUser(origin: world.origin(), id: id, owner: owner, name: "U\(index)", email: ""))
        }
        var seen: [UserID] = []
        var position: UserID?
        repeat {
            let query = ListUsers(actor: world.platform, owner: .occupier(world.acme), after: position, limit: 4)
            let page = try await test.store.read(query)
            #expect(page.elements.count <= 4)
            seen += page.elements.map(\.id)
            position = page.next
        } while position != nil
        #expect(seen.count == 14)
        #expect(seen == seen.sorted())
        let other = OperatorID("other")
        #expect(
            try await test.store.read(ListSites(actor: world.platform, operatorID: other, limit: 10)).elements.isEmpty)
        let occupiers = ListOccupiers(
            actor: world.platform, operatorID: world.operatorID, site: world.site, limit: 10)
        #expect(try await test.store.read(occupiers).elements.map(\.id) == [world.acme, world.blue])
        await test.store.close()
    }

    @Test("a policy is the factory's until one is set, and comes back as it was set")
    func policyRoundTrips() async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        let query = GetPolicy(actor: world.platform, level: .platform)
        #expect(try await test.store.read(query) == .factory)
        var policy = PINPolicy()
        policy.minLength = 6
        policy.maxLength = 8
        policy.forbidExtension = false
        policy.repeatMode = .run
        policy.sequenceWraps = true
        policy.historyDepth = 7
        policy.maxFailures = 3
        policy.autoUnlockAfter = .seconds(900)
        policy.defaultPINLength = 7
        policy.pbxSeesLock = false
        _ = try await test.store.perform(SetPolicy(origin: world.origin(), level: .platform, policy: policy))
        let stored = try await test.store.read(query)
        #expect(stored.policy == policy)
        #expect(stored.version > 1)
        let inherited = GetPolicy(actor: world.platform, level: .site(world.site))
        #expect(try await test.store.read(inherited) == stored)
        let missing = GetPolicy(actor: world.platform, level: .site(try #require(SiteID("none"))))
        await #expect(throws: StoreError.refused(.notFound(.site))) { try await test.store.read(missing) }
        await test.store.close()
    }
}
