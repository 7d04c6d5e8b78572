import TelephonyCore
import Testing

@Suite("The life of a number")
struct NumberLifeTests {
    private func spec(_ e164: String, _ digits: String, _ site: SiteID = World.london) throws -> NumberSpec {
        NumberSpec(e164: try #require(E164(e164)), extensionNumber: ext(digits), site: site)
    }

    private func provision(_ specs: [NumberSpec], in world: inout World) throws -> ProvisionNumbersReply {
        try world.perform { ProvisionNumbers(origin: $0, numbers: specs) }
    }

    @Test("S-02 S-03 a number is born AVAILABLE with a Default PIN, main numbers too, before anything else")
    func birth() throws {
        var world = try World()
        let main = NumberSpec(
            e164: try #require(E164("+442079460201")), extensionNumber: ext("5001"), site: World.london, type: .main)
        let reply = try provision([try spec("+442079460200", "5000"), main], in: &world)
        #expect(reply.ids.count == 2)
        for (number, type) in [("+442079460200", NumberType.ordinary), ("+442079460201", .main)] {
            let row = try world.row(address(number))
            #expect(row.state == .available && row.type == type && row.owner == nil && row.version == 1)
            #expect(row.pin.isDefault && row.pin.generation == 1)
            #expect(try world.defaultPIN(of: address(number)).count == 6)
            #expect(reply.ids.contains(row.id))
        }
    }

    @Test("a number or extension that is there already is refused, and the row is named")
    func exists() throws {
        var world = try World()
        let fine = try spec("+442079460200", "5000")
        let revision = world.store.revision
        #expect(throws: Refusal.row(1, .alreadyExists(.number, name: "+442079460101"))) {
            try provision([fine, try spec("+442079460101", "5001")], in: &world)
        }
        #expect(throws: Refusal.row(0, .alreadyExists(.number, name: "4711@london"))) {
            try provision([try spec("+442079460201", "4711"), fine], in: &world)
        }
        #expect(world.store.revision == revision, "all or none")
        #expect(try provision([try spec("+442079460201", "4711", World.leeds)], in: &world).ids.count == 1)
    }

    @Test("a number or extension that stands twice in the request is refused, and the second row is named")
    func twice() throws {
        var world = try World()
        let fine = try spec("+442079460200", "5000")
        #expect(throws: Refusal.row(2, .alreadyExists(.number, name: "+442079460200"))) {
            try provision([fine, try spec("+442079460201", "5001"), try spec("+442079460200", "5002")], in: &world)
        }
        #expect(throws: Refusal.row(1, .alreadyExists(.number, name: "5000@london"))) {
            try provision([fine, try spec("+442079460201", "5000")], in: &world)
        }
        #expect(try provision([fine, try spec("+442079460201", "5000", World.leeds)], in: &world).ids.count == 2)
    }

    @Test("one to a thousand numbers in a request")
    func limits() throws {
        var world = try World()
        let specs = try (0..<1_001).map { try spec("+4420\(79_500_000 + $0)", "\(100_000 + $0)") }
        for count in [0, 1_001] {
            #expect(throws: Refusal.invalid(field: "numbers", problem: "must be 1 to 1000")) {
                try provision(Array(specs.prefix(count)), in: &world)
            }
        }
        #expect(try Set(provision(Array(specs.prefix(1_000)), in: &world).ids).count == 1_000)
    }

    @Test("a site that is not there, or not in scope, is missing")
    func sites() throws {
        var world = try World()
        #expect(throws: Refusal.row(0, .notFound(.site))) {
            try provision([try spec("+442079460200", "5000", id("york", SiteID.init))], in: &world)
        }
        let stranger = Actor(name: "pbx-2", role: .pbx, scope: .operator(World.rival))
        let specs = [try spec("+442079460200", "5000")]
        #expect(throws: Refusal.row(0, .notFound(.site))) {
            try world.perform(as: stranger) { ProvisionNumbers(origin: $0, numbers: specs) }
        }
    }

    @Test("allocation reserves, keeps the Default PIN and binds it to the owner")
    func allocate() throws {
        var world = try World()
        let before = try world.row(World.fresh)
        let pin = try world.defaultPIN(of: World.fresh)
        let reply = try world.perform(as: World.admin) {
            AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .occupier(World.bolt))
        }
        #expect(reply.count == 1)
        let row = try world.row(World.fresh)
        #expect(row.state == .reserved && row.owner == .occupier(World.bolt))
        #expect(try world.defaultPIN(of: World.fresh) == pin)
        #expect(row.pin.sealedDefault != before.pin.sealedDefault)
    }

    @Test("allocation is refused for a number not available, an owner not at the site, and a number named twice")
    func allocateRefused() throws {
        var world = try World()
        func allocate(_ numbers: [NumberAddress], _ owner: NumberOwner) throws {
            _ = try world.perform { AllocateNumbers(origin: $0, numbers: numbers, owner: owner) }
        }
        let acme = NumberOwner.occupier(World.acme)
        #expect(throws: Refusal.row(1, .numberNotAvailable(.active))) { try allocate([World.fresh, World.desk], acme) }
        #expect(try world.row(World.fresh).state == .available, "all or none")
        #expect(throws: Refusal.row(0, .ownerNotAtSite)) { try allocate([World.fresh], .operator(World.rival)) }
        #expect(throws: Refusal.row(0, .notFound(.occupier))) {
            try allocate([World.fresh], .occupier(id("none", OccupierID.init)))
        }
        let again = NumberAddress.extensionAtSite(ext("4713"), World.london)
        #expect(throws: Refusal.row(1, .invalid(field: "numbers", problem: "name the same number twice"))) {
            try allocate([World.fresh, again], acme)
        }
        _ = try provision([try spec("+442079460200", "5000", World.leeds)], in: &world)
        #expect(throws: Refusal.row(0, .ownerNotAtSite)) { try allocate([address("+442079460200")], acme) }
    }

    @Test("an owner has at most one main number at a site, also within one request")
    func oneMain() throws {
        var world = try World()
        _ = try provision([try spec("+442079460200", "5000")], in: &world)
        let other = address("+442079460200")
        for number in [World.fresh, other] {
            _ = try world.perform { NominateMainNumber(origin: $0, number: number, isMain: true) }
        }
        #expect(throws: Refusal.row(0, .mainNumberExists)) {
            try world.perform { AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .occupier(World.acme)) }
        }
        #expect(throws: Refusal.row(1, .mainNumberExists)) {
            try world.perform {
                AllocateNumbers(origin: $0, numbers: [World.fresh, other], owner: .occupier(World.bolt))
            }
        }
        _ = try world.perform { AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .occupier(World.bolt)) }
        #expect(try world.row(World.fresh).type == .main)
    }

    @Test("a number is nominated before it is allocated, and not after")
    func nominate() throws {
        var world = try World()
        #expect(
            try world.perform { NominateMainNumber(origin: $0, number: World.fresh, isMain: true) }.number.record.type
                == .main)
        #expect(
            try world.perform { NominateMainNumber(origin: $0, number: World.fresh, isMain: false) }.number.record.type
                == .ordinary)
        let version = try world.row(World.fresh).version
        _ = try world.perform { NominateMainNumber(origin: $0, number: World.fresh, isMain: false) }
        #expect(try world.row(World.fresh).version == version)
        #expect(world.store.audit.last?.outcome == .unchanged)
        #expect(throws: Refusal.numberNotAvailable(.reserved)) {
            try world.perform { NominateMainNumber(origin: $0, number: World.spare, isMain: true) }
        }
    }

    @Test(
        "Q-02 R-11 a number given back gets a new Default PIN in a new generation, and is held from others for 45 days")
    func deallocate() throws {
        var world = try World()
        let before = try world.row(World.spare)
        let pin = try world.defaultPIN(of: World.spare)
        #expect(try world.perform { DeallocateNumbers(origin: $0, numbers: [World.spare]) }.count == 1)
        let row = try world.row(World.spare)
        #expect(row.state == .available && row.owner == nil)
        #expect(try world.defaultPIN(of: World.spare) != pin)
        #expect(row.pin.generation == before.pin.generation + 1)
        let until = world.store.now.adding(.seconds(45 * 86_400))
        #expect(row.hold == ReassignmentHold(lastOwner: .occupier(World.acme), until: until))
        var own = world
        world.wait(.seconds(45 * 86_400) - .microseconds(1))
        #expect(throws: Refusal.row(0, .numberOnHold(until: until))) {
            try world.perform { AllocateNumbers(origin: $0, numbers: [World.spare], owner: .occupier(World.bolt)) }
        }
        world.wait(.microseconds(1))
        _ = try world.perform { AllocateNumbers(origin: $0, numbers: [World.spare], owner: .occupier(World.bolt)) }
        #expect(try world.row(World.spare).hold == nil)
        _ = try own.perform { AllocateNumbers(origin: $0, numbers: [World.spare], owner: .occupier(World.acme)) }
        #expect(try own.row(World.spare).state == .reserved, "its last owner need not wait")
    }

    @Test("only RESERVED numbers are given back")
    func deallocateRefused() throws {
        var world = try World()
        for (number, refusal) in [
            (World.desk, Refusal.numberNotReserved(.active)), (World.fresh, .numberNotReserved(.available)),
        ] {
            #expect(throws: Refusal.row(0, refusal)) {
                try world.perform { DeallocateNumbers(origin: $0, numbers: [number]) }
            }
        }
        #expect(throws: Refusal.row(1, .invalid(field: "numbers", problem: "name the same number twice"))) {
            try world.perform { DeallocateNumbers(origin: $0, numbers: [World.spare, World.spare]) }
        }
    }

    @Test("activation spends an entitlement, and there must be one")
    func activate() throws {
        var world = try World()
        let acme = NumberOwner.occupier(World.acme)
        #expect(throws: Refusal.entitlementInUse(used: 2)) {
            try world.perform { GrantVoiceServices(origin: $0, owner: acme, site: World.london, count: 1) }
        }
        _ = try world.perform { GrantVoiceServices(origin: $0, owner: acme, site: World.london, count: 2) }
        #expect(throws: Refusal.noEntitlement(acme, World.london)) {
            try world.perform { ActivateNumber(origin: $0, number: World.spare) }
        }
        _ = try world.perform { GrantVoiceServices(origin: $0, owner: acme, site: World.london, count: 3) }
        #expect(try world.perform { ActivateNumber(origin: $0, number: World.spare) }.number.state == .active)
        let grant = try world.perform { GrantVoiceServices(origin: $0, owner: acme, site: World.london, count: 3) }
        #expect(grant.used == 3)
        #expect(world.store.events.last?.kind == .numberActivated)
        #expect(throws: Refusal.numberNotReserved(.active)) {
            try world.perform { ActivateNumber(origin: $0, number: World.spare) }
        }
        #expect(throws: Refusal.numberNotReserved(.available)) {
            try world.perform { ActivateNumber(origin: $0, number: World.fresh) }
        }
    }

    @Test("R-11 a number rests after deactivation, by the clock, and is RESERVED for the same owner afterwards")
    func cooldown() throws {
        var world = try World()
        let until = world.store.now.adding(.seconds(86_400))
        let reply = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        #expect(reply.number.state == .cooldown(until: until) && reply.number.stateExpireTime == until)
        world.wait(.seconds(86_400) - .microseconds(1))
        #expect(throws: Refusal.numberInCooldown(until: until)) {
            try world.perform { ActivateNumber(origin: $0, number: World.desk) }
        }
        #expect(throws: Refusal.row(0, .numberInCooldown(until: until))) {
            try world.perform { DeallocateNumbers(origin: $0, numbers: [World.desk]) }
        }
        world.wait(.microseconds(1))
        #expect(try world.view().state == .reserved && world.view().stateExpireTime == nil)
        var back = world
        #expect(try world.perform { ActivateNumber(origin: $0, number: World.desk) }.number.state == .active)
        _ = try back.perform { DeallocateNumbers(origin: $0, numbers: [World.desk]) }
        #expect(try back.view().state == .available)
    }

    @Test("a pending number past its deadline is back where it came from, with its entitlement spent once")
    func pendingLapses() throws {
        var world = try World()
        let acme = NumberOwner.occupier(World.acme)
        func used() throws -> UInt32 {
            try world.perform { GrantVoiceServices(origin: $0, owner: acme, site: World.london, count: 3) }.used
        }
        _ = try world.perform { ActivateNumber(origin: $0, number: World.spare) }
        let deadline = world.store.now.adding(.seconds(300))
        var row = try world.row(World.spare)
        row.state = .pending(.activating, deadline: deadline)
        world.store.plant(row)
        #expect(try world.view(World.spare).state == row.state && world.view(World.spare).stateExpireTime == deadline)
        #expect(throws: Refusal.numberNotReserved(row.state)) {
            try world.perform { ActivateNumber(origin: $0, number: World.spare) }
        }
        world.wait(.seconds(300))
        #expect(try world.view(World.spare).state == .reserved)
        var back = world
        #expect(try world.perform { ActivateNumber(origin: $0, number: World.spare) }.number.state == .active)
        #expect(try used() == 3, "not spent twice")
        _ = try back.perform { DeallocateNumbers(origin: $0, numbers: [World.spare]) }
        world = back
        #expect(try used() == 2, "given back with the number")
        row = try world.row()
        row.state = .pending(.deactivating, deadline: world.store.now)
        world.store.plant(row)
        #expect(try world.view().state == .active)
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        #expect(try used() == 1)
    }

    @Test("the immediate way through PENDING ends where PENDING leads")
    func provisioning() {
        let (now, terms) = (WallTime(microseconds: 5), DomainTerms())
        #expect(Provisioning.immediate.begin(.activating, at: now, terms) == .active)
        #expect(
            Provisioning.immediate.begin(.deactivating, at: now, terms)
                == .cooldown(until: now.adding(.seconds(86_400))))
    }
}
