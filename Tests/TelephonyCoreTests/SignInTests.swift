import TelephonyCore
import Testing

@Suite("Signing in")
struct SignInTests {
    @Test(
        "S-05 S-06 the Default PIN at voicemail and portal must be replaced, and the answer allows it",
        arguments: [Surface.voicemail, .portal])
    func defaultMustBeReplaced(_ surface: Surface) throws {
        var world = try World()
        let reply = try world.signIn(try world.defaultPIN(), surface)
        #expect(reply.outcome == .changeRequired)
        #expect(reply.pinIsDefault)
        #expect(reply.generation == 1)
        let token = try #require(reply.changeToken)
        #expect(token.expireTime == world.store.now.adding(.seconds(300)))
        #expect(try world.change(with: token.bytes, to: "258013").outcome == .changed)
        #expect(try world.signIn("258013", surface).outcome == .accepted)
    }

    @Test("S-07 R-7 the handset takes the Default PIN, which stays in force")
    func handset() throws {
        var world = try World()
        let reply = try world.signIn(try world.defaultPIN(), .handset, device: "desk-7")
        #expect(reply.outcome == .accepted)
        #expect(reply.pinIsDefault)
        #expect(reply.changeToken == nil)
        #expect(try world.row().pin.isDefault)
        #expect(try world.row().handsetLogin == HandsetLogin(deviceID: "desk-7", time: world.store.now))
    }

    @Test("R-7 with handset_requires_custom_pin the handset demands a change too, and nobody is logged in by it")
    func strictHandset() throws {
        var world = try World()
        try world.setPolicy { $0.handsetRequiresCustomPIN = true }
        let reply = try world.signIn(try world.defaultPIN(), .handset, device: "desk-7")
        #expect(reply.outcome == .changeRequired)
        #expect(reply.changeToken != nil)
        #expect(try world.row().handsetLogin == nil)
    }

    @Test("S-01 one PIN opens all three surfaces, and a change on one is a change on all")
    func onePIN() throws {
        var world = try World()
        _ = try world.change(with: world.token(), to: "258013")
        for surface in Surface.allCases {
            let reply = try world.signIn("258013", surface)
            #expect(reply.outcome == .accepted)
            #expect(!reply.pinIsDefault)
            #expect(reply.generation == 2)
        }
    }

    @Test("S-03 a main number has a PIN like any other")
    func mainNumber() throws {
        var world = try World()
        #expect(try world.signIn(try world.defaultPIN(of: World.main), at: World.main).outcome == .changeRequired)
    }

    @Test("R-7b a main number has no handset: nothing is compared and no try spent, right PIN or wrong")
    func mainHandset() throws {
        var world = try World()
        let right = try world.defaultPIN(of: World.main)
        for pin in [right, "000000", right, "000000", "000000", "000000"] {
            #expect(try world.signIn(pin, at: World.main, .handset).outcome == .noHandset)
        }
        #expect(try world.row(World.main).pin.failures == 0)
        #expect(world.store.audit.last?.outcome == .noHandset)
        #expect(world.store.audit.last?.evaluated == false)
    }

    @Test("Q-13 unknown, foreign, inactive and wrong look alike and do the same work")
    func lookAlike() throws {
        var world = try World()
        for number in [World.nowhere, World.spare, World.fresh, World.desk] {
            let work = world.store.vault.work
            let reply = try world.signIn("000000", at: number)
            #expect(reply.outcome == .rejected)
            #expect(reply.generation == 0 && !reply.pinIsDefault && reply.changeToken == nil)
            #expect(world.store.vault.work == work + 1)
        }
        let stranger = Actor(name: "other pbx", role: .pbx, scope: .operator(World.rival))
        let reply = try world.signIn(try world.defaultPIN(), as: stranger)
        #expect(reply.outcome == .rejected, "foreign is missing (T-7)")
    }

    @Test("Q-13 the audit of an unknown number has the shape of any other, with the address instead of the number")
    func unknownAudit() throws {
        var world = try World()
        _ = try world.signIn("000000")
        let known = try #require(world.store.audit.last)
        _ = try world.signIn("000000", at: World.nowhere)
        let unknown = try #require(world.store.audit.last)
        #expect(known.number != nil && known.subject.isEmpty && known.evaluated)
        #expect(unknown.number == nil && unknown.subject == "+442079469999" && !unknown.evaluated)
        #expect(unknown.outcome == .unknownNumber && known.outcome == .rejected)
        #expect(unknown.surface == known.surface && unknown.origin == known.origin && unknown.actor == known.actor)
    }

    @Test("a clean success writes its audit and request rows only")
    func cleanSuccess() throws {
        var world = try World()
        _ = try world.change(with: world.token(), to: "258013")
        let origin = world.origin(World.pbx)
        let command = SignIn(
            origin: origin, number: World.desk, pin: secret("258013"), attempt: Attempt(surface: .portal))
        let changes = try world.store.changes(of: command)
        #expect(changes.numbers.isEmpty && changes.events.isEmpty)
        #expect(changes.audit.count == 1 && changes.request != nil)
    }

    @Test("a handset that is logged in already is no change; another one takes its place")
    func handsetAgain() throws {
        var world = try World()
        let pin = try world.defaultPIN()
        _ = try world.signIn(pin, .handset, device: "desk-7")
        let first = try world.row()
        world.wait(.seconds(60))
        _ = try world.signIn(pin, .handset, device: "desk-7")
        #expect(try world.row() == first)
        _ = try world.signIn(pin, .handset, device: "desk-8")
        #expect(try world.row().handsetLogin?.deviceID == "desk-8")
        #expect(try world.row().version == first.version + 1)
        _ = try world.signIn(pin, .handset)
        #expect(try world.row().handsetLogin?.deviceID == "desk-8", "without a device nothing is known to keep")
    }

    @Test("what is not all digits is a wrong try and costs one", arguments: ["", "25801*", "25801３", "a"])
    func malformed(_ pin: String) throws {
        var world = try World()
        #expect(try world.signIn(pin).outcome == .rejected)
        #expect(try world.row().pin.failures == 1)
    }

    @Test("characters whose low bits look like the right digits do not open")
    func lookAlikeCharacters() throws {
        var world = try World()
        try world.plant(default: "123690")
        // 'a' to 'z' share their low four bits with digits: a…c, f, i and p for 123690.
        #expect(try world.signIn("abcfip").outcome == .rejected)
        #expect(try world.signIn("qrsvyp").outcome == .rejected)
        #expect(try world.signIn("123690").outcome == .changeRequired)
    }

    @Test("Q-24 a verifier that does not open lets nobody in and writes nothing")
    func brokenVault() throws {
        var world = try World()
        let before = (try world.row(), world.store.revision)
        world.store.vault.isBroken.store(true, ordering: .relaxed)
        #expect(throws: Refusal.damaged) { try world.signIn("258013") }
        #expect(throws: Refusal.damaged) { try world.change(from: "258013", to: "258014") }
        world.store.vault.isBroken.store(false, ordering: .relaxed)
        #expect(try world.row() == before.0)
        #expect(world.store.revision == before.1)
    }

    @Test("Q-04 a sealed PIN moved to another number opens nothing there")
    func movedVerifier() throws {
        var world = try World()
        _ = try world.change(with: world.token(), to: "258013")
        var lobby = try world.row(World.lobby)
        lobby.pin.verifier = try world.row().pin.verifier
        world.store.plant(lobby)
        #expect(throws: Refusal.damaged) { try world.signIn("258013", at: World.lobby) }
    }

    @Test("a sign-in needs a surface")
    func surfaceRequired() throws {
        var world = try World()
        #expect(throws: Refusal.invalid(field: "surface", problem: "is required")) {
            try world.perform(as: World.pbx) {
                SignIn(origin: $0, number: World.desk, pin: secret("1705"), attempt: Attempt(surface: nil))
            }
        }
    }

    @Test("a number is the same number by either of its addresses")
    func addresses() throws {
        var world = try World()
        let byExtension = NumberAddress.extensionAtSite(ext("4711"), World.london)
        _ = try world.signIn("000000", at: byExtension)
        _ = try world.signIn("000000", at: World.desk)
        #expect(try world.row().pin.failures == 2)
        #expect(try world.signIn("000000", at: .extensionAtSite(ext("4711"), World.leeds)).outcome == .rejected)
        #expect(try world.row().pin.failures == 2)
        #expect(world.store.audit.last?.subject == "4711@leeds")
    }
}
