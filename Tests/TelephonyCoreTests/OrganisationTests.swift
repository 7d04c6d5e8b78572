import TelephonyCore
import Testing

@Suite("Organisations, people and policy")
struct OrganisationTests {
    @Test("an id that is taken is refused, for each kind")
    func taken() throws {
        var world = try World()
        #expect(throws: Refusal.alreadyExists(.operator, name: "northside")) {
            try world.perform { CreateOperator(origin: $0, record: OperatorRecord(id: World.landlord, name: "x")) }
        }
        #expect(throws: Refusal.alreadyExists(.site, name: "london")) {
            try world.perform {
                CreateSite(
                    origin: $0,
                    record: SiteRecord(id: World.london, operatorID: World.landlord, name: "x", timeZone: "UTC"))
            }
        }
        #expect(throws: Refusal.alreadyExists(.occupier, name: "acme")) {
            try world.perform {
                CreateOccupier(
                    origin: $0,
                    record: OccupierRecord(id: World.acme, operatorID: World.landlord, name: "x", sites: []))
            }
        }
        #expect(throws: Refusal.alreadyExists(.user, name: "ann")) {
            try world.perform {
                CreateUser(origin: $0, id: World.ann, owner: .occupier(World.acme), name: "x", email: "")
            }
        }
    }

    @Test("what belongs to something needs it to be there, and to belong together")
    func parents() throws {
        var world = try World()
        let nobody = id("nobody", OperatorID.init)
        #expect(throws: Refusal.notFound(.operator)) {
            try world.perform {
                CreateSite(
                    origin: $0,
                    record: SiteRecord(id: id("york", SiteID.init), operatorID: nobody, name: "x", timeZone: "UTC"))
            }
        }
        let foreign = OccupierRecord(
            id: id("cog", OccupierID.init), operatorID: World.rival, name: "Cog", sites: [World.london])
        #expect(throws: Refusal.notFound(.site)) {
            try world.perform { CreateOccupier(origin: $0, record: foreign) }
        }
        #expect(throws: Refusal.notFound(.occupier)) {
            try world.perform {
                CreateUser(
                    origin: $0, id: id("cid", UserID.init), owner: .occupier(id("cog", OccupierID.init)), name: "x",
                    email: "")
            }
        }
    }

    @Test("an occupier's sites are sorted, counted once and at most a hundred")
    func sites() throws {
        var world = try World()
        let record = OccupierRecord(
            id: id("cog", OccupierID.init), operatorID: World.landlord, name: "Cog",
            sites: [World.london, World.leeds, World.london])
        #expect(try world.perform { CreateOccupier(origin: $0, record: record) }.sites == [World.leeds, World.london])
        let many = OccupierRecord(
            id: id("many", OccupierID.init), operatorID: World.landlord, name: "Many",
            sites: (0..<101).map { id("site-\($0)", SiteID.init) })
        #expect(throws: Refusal.invalid(field: "occupier.site_ids", problem: "must be at most 100")) {
            try world.perform { CreateOccupier(origin: $0, record: many) }
        }
    }

    @Test("names and time zones keep their rules")
    func texts() throws {
        var world = try World()
        for name in ["", String(repeating: "x", count: 129), "a\u{0}"] {
            #expect(throws: Refusal.self) {
                try world.perform {
                    CreateOperator(origin: $0, record: OperatorRecord(id: id("third", OperatorID.init), name: name))
                }
            }
        }
        for zone in ["", "Europe London", String(repeating: "x", count: 65)] {
            #expect(throws: Refusal.invalid(field: "site.time_zone", problem: "is not an IANA time zone")) {
                try world.perform {
                    CreateSite(
                        origin: $0,
                        record: SiteRecord(
                            id: id("york", SiteID.init), operatorID: World.landlord, name: "York", timeZone: zone))
                }
            }
        }
    }

    @Test("a user's operator is that of the organisation, and operators have users too")
    func users() throws {
        var world = try World()
        let own = try world.perform(as: World.admin) {
            CreateUser(origin: $0, id: id("eve", UserID.init), owner: .operator(World.landlord), name: "E", email: "")
        }
        #expect(own.operatorID == World.landlord)
        let theirs = try world.perform(as: World.tenant) {
            CreateUser(origin: $0, id: id("amy", UserID.init), owner: .occupier(World.acme), name: "A", email: "a@b")
        }
        #expect(theirs.operatorID == World.landlord)
        #expect(throws: Refusal.notFound(.occupier)) {
            try world.perform(as: World.tenant) {
                CreateUser(origin: $0, id: id("max", UserID.init), owner: .occupier(World.bolt), name: "M", email: "")
            }
        }
    }

    @Test("S-31 the six rules are defaults of a policy, and a change counts for the next change only")
    func policyDefaults() throws {
        var world = try World()
        let factory = PolicyRecord.factory.policy
        #expect(factory == PINPolicy() && factory.minLength == 4 && factory.maxLength == 12 && factory.maxFailures == 5)
        #expect(try world.change(from: world.defaultPIN(), to: "1112").violations == PINViolations(.sameDigit))
        try world.setPolicy { $0.sameDigitMax = 3 }
        #expect(world.store.tables.policies[.platform]?.version == 2)
        #expect(try world.change(from: world.defaultPIN(), to: "1112").outcome == .changed)
    }

    @Test("a policy is set by the platform, at its version, and the same one again is no change")
    func setPolicy() throws {
        var world = try World()
        var policy = PINPolicy()
        policy.maxFailures = 3
        let strict = policy
        func set(_ version: UInt64?, as actor: Actor = World.platform, _ level: PolicyLevel = .platform) throws
            -> PolicyRecord
        {
            try world.perform(as: actor) {
                SetPolicy(origin: $0, level: level, policy: strict, expectedVersion: version)
            }
        }
        #expect(throws: Refusal.versionMismatch) { try set(2) }
        #expect(try set(1).version == 2)
        #expect(try set(nil).version == 2)
        #expect(world.store.audit.last?.outcome == .unchanged)
        #expect(throws: Refusal.notPermitted) { try set(nil, as: World.admin) }
        #expect(throws: Refusal.notPermitted) { try set(nil, as: World.tenant) }
        #expect(throws: Refusal.self) { try set(nil, .operator(World.landlord)) }
    }

    @Test("RL-26 a policy out of range is refused, field by field, and the ends of the ranges are fine")
    func validate() throws {
        func field(_ edit: (inout PINPolicy) -> Void) -> String? {
            var policy = PINPolicy()
            edit(&policy)
            do {
                try policy.validate()
                return nil
            } catch .invalid(let field, _) {
                return field
            } catch {
                return "\(error)"
            }
        }
        #expect(field { _ in } == nil)
        #expect(field { $0.minLength = 3 } == "policy.min_length")
        #expect(field { $0.maxLength = 13 } == "policy.max_length")
        #expect(field { ($0.minLength, $0.maxLength) = (8, 6) } == "policy.max_length")
        #expect(field { $0.sameDigitMax = 13 } == "policy.same_digit_max")
        #expect(field { $0.ascendingLength = 1 } == "policy.ascending_length")
        #expect(field { $0.descendingLength = 13 } == "policy.descending_length")
        #expect(field { $0.historyDepth = 26 } == "policy.history_depth")
        #expect(field { $0.historyDepth = 25 } == nil)
        #expect(field { $0.maxFailures = 1 } == "policy.max_failures")
        #expect(field { $0.maxFailures = 0 } == "policy.max_failures", "0 never means no limit")
        #expect(field { $0.maxFailures = 11 } == "policy.max_failures")
        #expect(field { $0.maxFailures = 10 } == nil)
        #expect(field { $0.autoUnlockAfter = .zero } == "policy.auto_unlock_after")
        #expect(field { $0.autoUnlockAfter = .seconds(-60) } == "policy.auto_unlock_after")
        #expect(field { $0.autoUnlockAfter = .seconds(60) } == nil)
        #expect(field { $0.defaultPINLength = 13 } == "policy.default_pin_length")
        #expect(field { $0.maxLength = 5 } == "policy.default_pin_length")
        #expect(field { ($0.sameDigitMax, $0.defaultPINLength) = (1, 11) } == "policy.same_digit_max")
        #expect(field { ($0.sameDigitMax, $0.defaultPINLength) = (1, 10) } == nil)
        #expect(field { ($0.sameDigitMax, $0.repeatMode, $0.defaultPINLength) = (1, .run, 12) } == nil)
    }
}
