import TelephonyCore
import Testing

@Suite("Deactivation")
struct DeactivationTests {
    /// The desk with everything a holder can leave behind.
    private func usedWorld() throws -> World {
        var world = try World()
        _ = try world.change(from: world.defaultPIN(), to: "258013")
        try world.reset()
        _ = try world.change(from: world.defaultPIN(), to: "174092")
        _ = try world.signIn("174092", .handset, device: "desk-7")
        var configuration = NumberConfiguration()
        configuration.label = "Ann"
        configuration.voicemail = false
        configuration.voicemailEmail = "ann@acme.example"
        configuration.forwardAlways = "+441234567890"
        configuration.forwardBusy = "4712"
        configuration.forwardNoAnswer = "4000"
        configuration.callWaiting = false
        configuration.doNotDisturb = true
        configuration.callerIDOverride = "+442079460100"
        let all = configuration
        _ = try world.perform {
            UpdateNumber(
                origin: $0, number: World.desk, configuration: all, fields: [.label, .features])
        }
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        return world
    }

    @Test("S-37 every field that can be configured is at its factory default afterwards")
    func configuration() throws {
        var world = try usedWorld()
        let used = Mirror(reflecting: try world.row().configuration).children.map { "\($0.value)" }
        let factory = Mirror(reflecting: NumberConfiguration()).children.map { "\($0.value)" }
        #expect(zip(used, factory).allSatisfy { $0 != $1 }, "the test must set every field")
        #expect(used.count == 9)
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        #expect(try world.row().configuration == NumberConfiguration())
        world.wait(.seconds(86_400))
        _ = try world.perform { ActivateNumber(origin: $0, number: World.desk) }
        #expect(try world.row().configuration == NumberConfiguration())
    }

    @Test("S-38 R-17 the Default PIN, the same as before, opens after reactivation; the custom one does not")
    func pin() throws {
        var world = try usedWorld()
        let right = try world.defaultPIN()
        let reply = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        #expect(reply.unlocked && reply.pinWiped)
        world.wait(.seconds(86_400))
        _ = try world.perform { ActivateNumber(origin: $0, number: World.desk) }
        #expect(try world.row().pin.failures == 0)
        #expect(try world.signIn("174092").outcome == .rejected)
        #expect(try world.signIn(right).outcome == .changeRequired)
    }

    @Test("S-39 R-12 the leaver keeps no way in: user, handset, lock, history and generation are gone")
    func leaver() throws {
        var world = try usedWorld()
        let before = try world.row()
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        let row = try world.row()
        #expect(row.user == nil && row.handsetLogin == nil)
        var fresh = PINRecord(sealedDefault: before.pin.sealedDefault)
        fresh.generation = before.pin.generation + 1
        #expect(row.pin == fresh, "as just born, in a new generation")
        #expect(row.owner == before.owner && row.version == before.version + 1)
    }

    @Test("R-5b a newcomer may choose the leaver's PIN, and learns nothing by it")
    func noHistory() throws {
        var world = try usedWorld()
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        world.wait(.seconds(86_400))
        _ = try world.perform { ActivateNumber(origin: $0, number: World.desk) }
        #expect(try world.change(from: world.defaultPIN(), to: "174092").outcome == .changed)
    }

    @Test("R-13 the entitlement comes back")
    func entitlement() throws {
        var world = try usedWorld()
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        let grant = try world.perform {
            GrantVoiceServices(origin: $0, owner: .occupier(World.acme), site: World.london, count: 3)
        }
        #expect(grant.used == 1)
    }

    @Test("the event tells owner and last holder")
    func event() throws {
        var world = try usedWorld()
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
        let event = try #require(world.store.events.last)
        #expect(event.kind == .numberDeactivated && event.user == World.ann && event.owner == .occupier(World.acme))
        #expect(try event.generation == world.row().pin.generation)
    }

    @Test("R-12 with require_unassigned an assigned number stays")
    func requireUnassigned() throws {
        var world = try usedWorld()
        #expect(throws: Refusal.numberAssigned) {
            try world.perform { DeactivateNumber(origin: $0, number: World.desk, requiresUnassigned: true) }
        }
        _ = try world.perform { UnassignUser(origin: $0, number: World.desk) }
        _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk, requiresUnassigned: true) }
    }

    @Test("a number that is not active is not deactivated")
    func inactive() throws {
        var world = try World()
        #expect(throws: Refusal.numberNotActive(.reserved)) {
            try world.perform { DeactivateNumber(origin: $0, number: World.spare) }
        }
    }

    @Test("Q-24 rows that contradict each other stop the act")
    func contradiction() throws {
        var world = try World()
        var row = try world.row(World.spare)
        row.state = .active
        row.owner = .occupier(World.bolt)
        world.store.plant(row)
        #expect(throws: Refusal.damaged) {
            try world.perform { DeactivateNumber(origin: $0, number: World.spare) }
        }
    }
}
