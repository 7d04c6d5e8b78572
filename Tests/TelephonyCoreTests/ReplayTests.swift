import TelephonyCore
import Testing

@Suite("Repeated requests")
struct ReplayTests {
    private func signIn(
        _ origin: CommandOrigin, _ pin: String, at number: NumberAddress = World.desk, _ surface: Surface = .voicemail
    ) -> SignIn {
        SignIn(origin: origin, number: number, pin: secret(pin), attempt: Attempt(surface: surface))
    }

    @Test("RL-27 a wrong try repeated under its id is the same try: one verdict, one count, one audit entry")
    func wrong() throws {
        var world = try World()
        let command = signIn(world.origin(World.pbx), "000000")
        let first = try world.store.perform(command)
        let (revision, work) = (world.store.revision, world.store.vault.work)
        for _ in 0..<10 {
            let again = try world.store.perform(command)
            #expect(again.outcome == first.outcome && again.isReplay)
        }
        #expect(!first.isReplay)
        #expect(try world.row().pin.failures == 1)
        #expect(world.store.revision == revision && world.store.vault.work == work, "nothing was looked at or written")
    }

    @Test("CHANGE_REQUIRED repeated mints a new token of the same generation")
    func changeRequired() throws {
        var world = try World()
        let command = signIn(world.origin(World.pbx), try world.defaultPIN())
        _ = try world.store.perform(command)
        let again = try world.store.perform(command)
        #expect(again.outcome == .changeRequired && again.generation == 1 && again.pinIsDefault)
        let token = try #require(again.changeToken)
        #expect(try world.change(with: token.bytes, to: "258013").outcome == .changed)
        let late = try world.store.perform(command)
        #expect(late.outcome == .rejected && late.changeToken == nil, "the generation has moved on")
    }

    @Test("ACCEPTED repeated holds for its generation only: never a second look at the PIN")
    func accepted() throws {
        var world = try World()
        let right = try world.defaultPIN()
        let command = signIn(world.origin(World.pbx), right, .handset)
        #expect(try world.store.perform(command).outcome == .accepted)
        #expect(try world.store.perform(command).outcome == .accepted)
        var reset = world
        try reset.reset()
        #expect(try reset.store.perform(command).outcome == .rejected, "right again, and yet of another generation")
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        #expect(try world.store.perform(command).outcome == .locked)
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        #expect(try world.store.perform(command).outcome == .rejected)
    }

    @Test("a verdict repeated tells a role only what that role may know")
    func masked() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let command = signIn(world.origin(World.pbx), "000000")
        #expect(try world.store.perform(command).outcome == .locked)
        try world.setPolicy { $0.pbxSeesLock = false }
        #expect(try world.store.perform(command).outcome == .rejected)
    }

    @Test("a change repeated changes once and answers the same, refused ones with their rules")
    func change() throws {
        var world = try World()
        let token = try world.token()
        func command(_ origin: CommandOrigin, _ new: String) -> ChangePIN {
            ChangePIN(
                origin: origin, number: World.desk, authorization: .token(token), newPIN: secret(new),
                attempt: Attempt(surface: .voicemail))
        }
        let refused = command(world.origin(World.pbx), "1110")
        let first = try world.store.perform(refused)
        var again = try world.store.perform(refused)
        #expect(again.isReplay && again.candidatesLeft == 4 && again.violations == PINViolations(.sameDigit))
        again.isReplay = false
        #expect(again == first)
        #expect(try world.row().pin.refusedCandidates == 1)
        let changed = command(world.origin(World.pbx), "258013")
        #expect(try world.store.perform(changed).generation == 2)
        let repeated = try world.store.perform(changed)
        #expect(repeated.outcome == .changed && repeated.generation == 2 && repeated.isReplay)
        #expect(try world.row().pin.generation == 2)
    }

    @Test("a check repeated counts once")
    func check() throws {
        var world = try World()
        let token = try world.token()
        let command = CheckPIN(
            origin: world.origin(World.pbx), number: World.desk, candidate: secret("1110"), token: token,
            attempt: Attempt(surface: nil))
        _ = try world.store.perform(command)
        let again = try world.store.perform(command)
        #expect(again.isReplay && again.secretRulesChecked && again.violations == PINViolations(.sameDigit))
        #expect(try world.row().pin.refusedCandidates == 1)
    }

    @Test("every mutation repeated has one effect, one audit entry and one answer")
    func mutations() throws {
        let start = try World()
        func twice<C: Command>(
            _ name: String, in world: World, _ make: (CommandOrigin) -> C, same: (C.Reply, C.Reply) -> Bool
        ) throws {
            var world = world
            let command = make(world.origin())
            let first = try world.store.perform(command)
            let (revision, audit) = (world.store.revision, world.store.audit.count)
            let second = try world.store.perform(command)
            #expect(same(first, second), "\(name)")
            #expect(world.store.revision == revision && world.store.audit.count == audit, "\(name)")
        }
        var locked = start
        _ = try locked.change(from: locked.defaultPIN(), to: "258013")
        _ = try locked.signIn("258013", .handset, device: "desk-7")
        _ = try locked.outcomes(Array(repeating: "000000", count: 5))
        try twice("reset", in: locked, { ResetPIN(origin: $0, number: World.desk) }, same: ==)
        try twice("unlock", in: locked, { UnlockPIN(origin: $0, number: World.desk) }, same: ==)
        try twice("deactivate", in: locked, { DeactivateNumber(origin: $0, number: World.desk) }, same: ==)
        try twice("log out", in: locked, { LogOutHandset(origin: $0, number: World.desk) }, same: ==)
        try twice("unassign", in: start, { UnassignUser(origin: $0, number: World.desk) }, same: ==)
        try twice("activate", in: start, { ActivateNumber(origin: $0, number: World.spare) }, same: ==)
        try twice("deallocate", in: start, { DeallocateNumbers(origin: $0, numbers: [World.spare]) }, same: ==)
        try twice(
            "nominate", in: start, { NominateMainNumber(origin: $0, number: World.fresh, isMain: true) }, same: ==)
        let owner = NumberOwner.occupier(World.bolt)
        try twice(
            "allocate", in: start, { AllocateNumbers(origin: $0, numbers: [World.fresh], owner: owner) }, same: ==)
        try twice(
            "grant", in: start, { GrantVoiceServices(origin: $0, owner: owner, site: World.london, count: 9) }, same: ==
        )
        var configuration = NumberConfiguration()
        configuration.label = "Reception"
        let changed = configuration
        try twice(
            "update", in: start,
            { UpdateNumber(origin: $0, number: World.desk, configuration: changed, fields: .label) },
            same: ==)
        var policy = PINPolicy()
        policy.maxFailures = 3
        let strict = policy
        try twice("policy", in: start, { SetPolicy(origin: $0, level: .platform, policy: strict) }, same: ==)
        try twice("assign", in: start, { AssignUser(origin: $0, number: World.desk, user: World.ann) }, same: ==)
    }

    @Test("creations repeated answer what was created, instead of a conflict")
    func creations() throws {
        let start = try World()
        func twice<C: Command>(_ make: (CommandOrigin) -> C) throws where C.Reply: Equatable {
            var world = start
            let command = make(world.origin())
            #expect(try world.store.perform(command) == world.store.perform(command))
        }
        let specs = [
            NumberSpec(e164: try #require(E164("+442079460200")), extensionNumber: ext("5000"), site: World.leeds)
        ]
        try twice { ProvisionNumbers(origin: $0, numbers: specs) }
        let landlord = OperatorRecord(id: id("third", OperatorID.init), name: "Third")
        try twice { CreateOperator(origin: $0, record: landlord) }
        let site = SiteRecord(id: id("york", SiteID.init), operatorID: World.landlord, name: "York", timeZone: "UTC")
        try twice { CreateSite(origin: $0, record: site) }
        let tenant = OccupierRecord(id: id("cog", OccupierID.init), operatorID: World.landlord, name: "Cog", sites: [])
        try twice { CreateOccupier(origin: $0, record: tenant) }
        try twice {
            CreateUser(
                origin: $0, id: id("cid", UserID.init), owner: .occupier(World.acme), name: "Cid",
                email: "c@acme.example")
        }
    }

    @Test("a Default PIN asked for again is read again, and audited again, under the right the caller has now")
    func reveal() throws {
        var world = try World()
        let command = RevealDefaultPIN(origin: world.origin(World.tenant), number: World.spare)
        let first = text(try world.store.perform(command).defaultPIN)
        #expect(try text(world.store.perform(command).defaultPIN) == first)
        #expect(world.store.audit.filter { $0.action == .revealDefaultPIN }.count == 2)
        _ = try world.perform { DeallocateNumbers(origin: $0, numbers: [World.spare]) }
        #expect(throws: Refusal.notFound(.number)) { try world.store.perform(command) }
    }

    @Test("T-8 the same id with other bytes, or from somebody else, is refused and changes nothing")
    func reused() throws {
        var world = try World()
        let origin = world.origin(World.pbx)
        _ = try world.store.perform(signIn(origin, "000000"))
        let other = RequestFingerprint(hash: UUIDBytes(high: 99, low: 99))
        let otherBytes = CommandOrigin(actor: World.pbx, requestID: origin.requestID, fingerprint: other)
        let otherActor = CommandOrigin(
            actor: Actor(name: "pbx-2", role: .pbx, scope: .operator(World.landlord)), requestID: origin.requestID,
            fingerprint: origin.fingerprint)
        let before = try world.row()
        for origin in [otherBytes, otherActor] {
            #expect(throws: Refusal.requestIDReused) { try world.store.perform(signIn(origin, "000001")) }
        }
        #expect(throws: Refusal.requestIDReused) {
            try world.store.perform(
                ResetPIN(
                    origin: CommandOrigin(
                        actor: World.staff, requestID: origin.requestID, fingerprint: other), number: World.desk))
        }
        #expect(try world.row() == before)
    }

    @Test("an id older than outcomes are kept is refused: 10 minutes for a try, 24 hours for a mutation")
    func expired() throws {
        var world = try World()
        let (origin, resetOrigin) = (world.origin(World.pbx), world.origin())
        let (attempt, reset) = (signIn(origin, "000000"), ResetPIN(origin: resetOrigin, number: World.desk))
        _ = try world.store.perform(attempt)
        _ = try world.store.perform(reset)
        world.wait(.seconds(600))
        #expect(try world.store.perform(attempt).isReplay)
        world.wait(.microseconds(1))
        #expect(throws: Refusal.requestIDExpired) { try world.store.perform(attempt) }
        world.wait(.seconds(24 * 3_600 - 600) - .microseconds(1))
        let generation = try world.row().pin.generation
        _ = try world.store.perform(reset)
        #expect(try world.row().pin.generation == generation)
        world.wait(.microseconds(1))
        #expect(throws: Refusal.requestIDExpired) { try world.store.perform(reset) }
    }

    @Test("an id more than five minutes ahead of the clock is refused, and what is kept outlives its id")
    func future() throws {
        var world = try World()
        var ahead = world
        ahead.wait(.seconds(300))
        let origin = ahead.origin(World.pbx)
        _ = try world.store.perform(signIn(origin, "000000"))
        let id = try #require(origin.requestID)
        let record = try #require(world.store.tables.requests[id])
        #expect(record.expireTime == ahead.store.now.adding(.seconds(600)))
        ahead.wait(.milliseconds(1))
        let tooFar = ahead.origin(World.pbx)
        #expect(throws: Refusal.requestIDExpired) { try world.store.perform(signIn(tooFar, "000000")) }
    }

    @Test("without an id every try is a try of its own, and nothing is kept")
    func withoutID() throws {
        var world = try World()
        let fingerprint = RequestFingerprint(hash: UUIDBytes(high: 0, low: 0))
        let command = signIn(CommandOrigin(actor: World.pbx, requestID: nil, fingerprint: fingerprint), "000000")
        let kept = world.store.tables.requests.count
        for _ in 0..<2 { _ = try world.store.perform(command) }
        #expect(try world.row().pin.failures == 2)
        #expect(world.store.tables.requests.count == kept)
    }

    @Test("a command that refuses keeps nothing of its request: the same id may succeed later")
    func refused() throws {
        var world = try World()
        let command = ActivateNumber(origin: world.origin(), number: World.fresh)
        #expect(throws: Refusal.numberNotReserved(.available)) { try world.store.perform(command) }
        _ = try world.perform {
            AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .occupier(World.acme))
        }
        #expect(try world.store.perform(command).number.state == .active)
    }

    @Test("a dry run decides everything, writes nothing and keeps nothing")
    func dryRuns() throws {
        var world = try World()
        _ = try world.change(from: world.defaultPIN(), to: "258013")
        let revision = world.store.revision
        let reset = try world.perform { ResetPIN(origin: $0, number: World.desk, validateOnly: true) }
        #expect(reset.changed && reset.number.pin.isDefault)
        let deactivated = try world.perform { DeactivateNumber(origin: $0, number: World.desk, validateOnly: true) }
        #expect(deactivated.pinWiped && deactivated.number.stateExpireTime != nil)
        let active = try world.perform { ActivateNumber(origin: $0, number: World.spare, validateOnly: true) }
        #expect(active.number.state == .active)
        let specs = [
            NumberSpec(e164: try #require(E164("+442079460200")), extensionNumber: ext("5000"), site: World.leeds)
        ]
        #expect(try world.perform { ProvisionNumbers(origin: $0, numbers: specs, validateOnly: true) }.ids.isEmpty)
        #expect(throws: Refusal.self) {
            try world.perform { ActivateNumber(origin: $0, number: World.fresh, validateOnly: true) }
        }
        _ = try world.perform { UnlockPIN(origin: $0, number: World.desk, validateOnly: true) }
        _ = try world.perform { UnassignUser(origin: $0, number: World.desk, validateOnly: true) }
        _ = try world.perform { LogOutHandset(origin: $0, number: World.desk, validateOnly: true) }
        #expect(world.store.revision == revision)
    }
}
