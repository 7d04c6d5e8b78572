import TelephonyCore
import Testing

@Suite("Resetting the PIN")
struct ResetTests {
    @Test("S-12 S-19 S-20 a reset puts the Default PIN back, and the old one opens nothing")
    func reset() throws {
        var world = try World()
        let right = try world.defaultPIN()
        _ = try world.change(from: right, to: "258013")
        let reply = try world.reset()
        #expect(reply.changed && !reply.unlocked)
        #expect(try world.signIn("258013").outcome == .rejected)
        #expect(try world.signIn(right, .handset).outcome == .accepted)
        #expect(try world.signIn(right, .portal).outcome == .changeRequired, "S-20")
    }

    @Test("S-13 R-14 a reset of a PIN at its default succeeds and says that nothing changed")
    func idle() throws {
        var world = try World()
        _ = try world.signIn("000000")
        let reply = try world.reset()
        #expect(!reply.changed && !reply.unlocked)
        #expect(try world.row().pin.failures == 0)
        #expect(world.store.audit.last?.outcome == .done, "a failure was forgotten")
        try world.reset()
        #expect(world.store.audit.last?.outcome == .unchanged)
        #expect(try world.row().pin.generation == 3, "every reset raises the generation (RL-28)")
    }

    @Test("S-14 R-18 only active numbers can be reset", arguments: [World.spare, World.fresh])
    func inactive(_ number: NumberAddress) throws {
        var world = try World()
        let (row, revision) = (try world.row(number), world.store.revision)
        #expect(throws: Refusal.numberNotActive(row.state)) { try world.reset(number) }
        #expect(try world.row(number) == row)
        #expect(world.store.revision == revision)
    }

    @Test("S-14 R-18 a pending or resting number cannot be reset either")
    func pending() throws {
        var world = try World()
        let deadline = world.store.now.adding(.seconds(300))
        for state in [
            NumberState.pending(.activating, deadline: deadline), .pending(.deactivating, deadline: deadline),
            .cooldown(until: deadline),
        ] {
            var row = try world.row()
            row.state = state
            world.store.plant(row)
            #expect(throws: Refusal.numberNotActive(state)) { try world.reset() }
        }
    }

    @Test(
        "S-15 S-16 S-17 ordinary and main numbers, of an occupier and of the operator",
        arguments: [World.desk, World.main, World.lobby])
    func kinds(_ number: NumberAddress) throws {
        var world = try World()
        _ = try world.change(from: world.defaultPIN(of: number), to: "258013", at: number)
        #expect(try world.reset(number, as: World.admin).changed)
        #expect(try world.signIn("258013", at: number).outcome == .rejected)
    }

    @Test("S-18 the answer has the time and what to tell the holder, and no digit of a PIN")
    func confirmation() throws {
        var world = try World()
        let right = try world.defaultPIN()
        _ = try world.change(from: right, to: "258013")
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        world.wait(.seconds(5))
        let reply = try world.reset()
        #expect(reply.changed && reply.unlocked && reply.resetTime == world.store.now)
        #expect(reply.holderMessage.hasPrefix("Your PIN is unlocked and is the default PIN of your number again."))
        #expect(reply.holderMessage.contains("4 to 12 digits"))
        #expect(!reply.holderMessage.contains(right))
        #expect(reply.number.pin.isDefault && reply.number.pin.lock?.triesLeft == 5)
        #expect(reply.number.pin.resetTime == world.store.now)
    }

    @Test("S-18 what to tell the holder depends on what happened and on the policy")
    func messages() {
        var policy = PINPolicy()
        var messages: Set<String> = []
        for wasDefault in [false, true] {
            for unlocked in [false, true] {
                messages.insert(HolderMessage.afterReset(wasDefault: wasDefault, unlocked: unlocked, policy))
            }
        }
        #expect(messages.count == 4)
        policy.handsetRequiresCustomPIN = true
        policy.minLength = 6
        policy.maxLength = 6
        let strict = HolderMessage.afterReset(wasDefault: false, unlocked: false, policy)
        #expect(strict.contains("At your next sign-in") && strict.hasSuffix("of 6 digits."))
    }

    @Test("S-21 a reset is an event for owner and holder")
    func event() throws {
        var world = try World()
        try world.reset()
        let event = try #require(world.store.events.last)
        #expect(event.kind == .pinReset && event.owner == .occupier(World.acme) && event.user == World.ann)
    }

    @Test("R-15 a reset ends sessions by its generation; the handset login stays unless asked")
    func handset() throws {
        var world = try World()
        _ = try world.signIn(try world.defaultPIN(), .handset, device: "desk-7")
        let generation = try world.row().pin.generation
        try world.reset()
        #expect(try world.row().handsetLogin != nil)
        #expect(try world.row().pin.generation == generation + 1)
        _ = try world.perform { ResetPIN(origin: $0, number: World.desk, endsHandsetLogin: true) }
        #expect(try world.row().handsetLogin == nil)
    }

    @Test("S-04 the Default PIN is the same before a change, after it and after a reset, and every reading is audited")
    func reveal() throws {
        var world = try World()
        func read() throws -> String {
            let reply = try world.perform(as: World.staff) { RevealDefaultPIN(origin: $0, number: World.desk) }
            return text(reply.defaultPIN)
        }
        let first = try read()
        _ = try world.change(from: first, to: "258013")
        #expect(try read() == first)
        try world.reset()
        #expect(try read() == first)
        let readings = world.store.audit.filter { $0.action == .revealDefaultPIN }
        #expect(readings.count == 3 && readings.allSatisfy { $0.actor == "staff" && $0.outcome == .done })
    }

    @Test("S-04 the Default PIN can be read in every state of the number")
    func revealAnyState() throws {
        var world = try World()
        for number in [World.desk, World.main, World.spare, World.fresh] {
            let reply = try world.perform { RevealDefaultPIN(origin: $0, number: number) }
            #expect(try text(reply.defaultPIN) == world.defaultPIN(of: number))
        }
    }

    @Test("an etag that is no longer true stops reset and unlock before anything happens")
    func etag() throws {
        var world = try World()
        let row = try world.row()
        #expect(throws: Refusal.versionMismatch) {
            try world.perform { ResetPIN(origin: $0, number: World.desk, expectedVersion: row.version + 1) }
        }
        #expect(throws: Refusal.versionMismatch) {
            try world.perform { UnlockPIN(origin: $0, number: World.desk, expectedVersion: 0) }
        }
        #expect(try world.row() == row)
        let reply = try world.perform { ResetPIN(origin: $0, number: World.desk, expectedVersion: row.version) }
        #expect(reply.number.record.version == row.version + 1)
    }

    @Test("the status of a PIN tells the viewer what the viewer may know")
    func status() throws {
        var world = try World()
        _ = try world.outcomes(["000000", "000000"])
        #expect(try world.view().pin.lock == PINStatus.Lock(lockTime: nil, failures: 2, triesLeft: 3))
        _ = try world.outcomes(Array(repeating: "000000", count: 3))
        let lock = try #require(try world.view(for: .pbx).pin.lock)
        #expect(lock.isLocked && lock.triesLeft == 0 && lock.lockTime == world.store.now)
        try world.setPolicy { $0.pbxSeesLock = false }
        #expect(try world.view(for: .pbx).pin.lock == nil)
        #expect(try world.view(for: .auditor).pin.lock == nil)
        #expect(try world.view(for: .occupierUser).pin.lock == lock)
    }
}
