import TelephonyCore
import Testing

/// Commands of one batch are decided one after another on each other's changes: what arrives at the same time is an
/// order, and every order keeps the promises.
@Suite("Commands at the same time")
struct RaceTests {
    private func attempt(_ world: inout World, _ pin: String) -> SignIn {
        SignIn(
            origin: world.origin(World.pbx), number: World.desk, pin: secret(pin),
            attempt: Attempt(surface: .voicemail))
    }

    private func outcomes(_ results: [Result<any Sendable, Refusal>]) -> [SignInReply.Outcome] {
        results.compactMap { try? ($0.get() as? SignInReply)?.outcome }
    }

    @Test("Q-09 RL-21 of 200 wrong tries in one batch exactly five are compared")
    func flood() throws {
        var world = try World()
        let commands = (0..<200).map { attempt(&world, "00\($0)") }
        let told = outcomes(world.store.performBatch(commands))
        #expect(told.filter { $0 == .rejected }.count == 5)
        #expect(told.filter { $0 == .locked }.count == 195)
        #expect(world.store.audit.filter { $0.action == .signIn && $0.evaluated }.count == 5)
    }

    @Test("RL-21 a right PIN among wrong ones forgives only what was decided before it, in every place of six")
    func rightAmongWrong() throws {
        for place in 0...5 {
            var world = try World()
            let right = try world.defaultPIN()
            var pins = Array(repeating: "000000", count: 5)
            pins.insert(right, at: place)
            let commands = pins.map { attempt(&world, $0) }
            let told = outcomes(world.store.performBatch(commands))
            #expect(told[place] == (place < 5 ? .changeRequired : .locked))
            #expect(try world.row().pin.failures == UInt8(5 - (place < 5 ? place : 0)))
        }
    }

    @Test("Q-18 two changes with one token: one wins, the other is rejected")
    func twoChanges() throws {
        var world = try World()
        let token = try world.token()
        let commands = ["258013", "170945"].map { pin in
            ChangePIN(
                origin: world.origin(World.pbx), number: World.desk, authorization: .token(token),
                newPIN: secret(pin), attempt: Attempt(surface: .voicemail))
        }
        let told = world.store.performBatch(commands).compactMap { try? ($0.get() as? ChangePINReply)?.outcome }
        #expect(told == [.changed, .rejected])
        #expect(try world.signIn("258013").outcome == .accepted)
    }

    @Test("a reset and a change at the same time: whichever comes second sees the first")
    func resetAndChange() throws {
        for resetFirst in [true, false] {
            var world = try World()
            let token = try world.token()
            let reset = ResetPIN(origin: world.origin(World.staff), number: World.desk)
            let change = ChangePIN(
                origin: world.origin(World.pbx), number: World.desk, authorization: .token(token),
                newPIN: secret("258013"), attempt: Attempt(surface: .voicemail))
            let commands: [any Command] = resetFirst ? [reset, change] : [change, reset]
            let results = world.store.performBatch(commands)
            let changed = results.compactMap { try? ($0.get() as? ChangePINReply)?.outcome }
            #expect(changed == [resetFirst ? .rejected : .changed])
            #expect(try world.row().pin.isDefault, "in both orders the reset holds")
        }
    }

    @Test("a deactivation in the middle of a batch ends everything after it")
    func deactivation() throws {
        var world = try World()
        let right = try world.defaultPIN()
        let commands: [any Command] = [
            attempt(&world, right), DeactivateNumber(origin: world.origin(), number: World.desk),
            attempt(&world, right), ResetPIN(origin: world.origin(), number: World.desk),
        ]
        let results = world.store.performBatch(commands)
        #expect(outcomes([results[0], results[2]]) == [.changeRequired, .rejected])
        guard case .failure(.numberNotActive) = results[3] else {
            Issue.record("the reset was not refused")
            return
        }
    }

    @Test("one request twice in one batch is one try")
    func sameRequest() throws {
        var world = try World()
        let command = attempt(&world, "000000")
        #expect(outcomes(world.store.performBatch([command, command, command])) == [.rejected, .rejected, .rejected])
        #expect(try world.row().pin.failures == 1)
    }

    @Test("the last entitlement goes to one of two activations")
    func lastEntitlement() throws {
        var world = try World()
        _ = try world.perform { AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .occupier(World.acme)) }
        let commands = [World.spare, World.fresh].map { ActivateNumber(origin: world.origin(), number: $0) }
        let results = world.store.performBatch(commands)
        #expect((try? results[0].get()) != nil)
        guard case .failure(.noEntitlement) = results[1] else {
            Issue.record("both were activated")
            return
        }
    }

    @Test("provisioning, allocation, grant and activation of one number in one batch, in their order")
    func chain() throws {
        var world = try World()
        let e164 = try #require(E164("+442079460200"))
        let number = NumberAddress.e164(e164)
        let owner = NumberOwner.occupier(World.bolt)
        let spec = NumberSpec(e164: e164, extensionNumber: ext("5000"), site: World.london)
        let commands: [any Command] = [
            ProvisionNumbers(origin: world.origin(), numbers: [spec]),
            AllocateNumbers(origin: world.origin(), numbers: [number], owner: owner),
            GrantVoiceServices(origin: world.origin(), owner: owner, site: World.london, count: 1),
        ]
        for result in world.store.performBatch(commands) { #expect((try? result.get()) != nil) }
        _ = try world.perform { ActivateNumber(origin: $0, number: .extensionAtSite(ext("5000"), World.london)) }
        #expect(try world.row(number).state == .active)
    }

    @Test("the same number provisioned twice in one batch: the second is told that it exists")
    func twice() throws {
        var world = try World()
        let spec = NumberSpec(
            e164: try #require(E164("+442079460200")), extensionNumber: ext("5000"), site: World.london)
        let commands = (0..<2).map { _ in ProvisionNumbers(origin: world.origin(), numbers: [spec]) }
        let results = world.store.performBatch(commands)
        #expect((try? results[0].get()) != nil)
        guard case .failure(.row(0, .alreadyExists)) = results[1] else {
            Issue.record("it was created twice")
            return
        }
    }

    @Test("two main numbers allocated in one batch to one owner: one wins")
    func twoMains() throws {
        var world = try World()
        let other = NumberSpec(
            e164: try #require(E164("+442079460200")), extensionNumber: ext("5000"), site: World.london, type: .main)
        _ = try world.perform { ProvisionNumbers(origin: $0, numbers: [other]) }
        _ = try world.perform { NominateMainNumber(origin: $0, number: World.fresh, isMain: true) }
        let commands = [World.fresh, .e164(other.e164)].map { number in
            AllocateNumbers(origin: world.origin(), numbers: [number], owner: .occupier(World.bolt))
        }
        let results = world.store.performBatch(commands)
        #expect(results.filter { (try? $0.get()) != nil }.count == 1)
    }

    @Test("a command that refuses leaves nothing behind for the next one of its batch")
    func refused() throws {
        var world = try World()
        let commands: [any Command] = [
            AllocateNumbers(
                origin: world.origin(), numbers: [World.fresh, World.desk], owner: .occupier(World.acme)),
            NominateMainNumber(origin: world.origin(), number: World.fresh, isMain: true),
        ]
        let results = world.store.performBatch(commands)
        #expect((try? results[0].get()) == nil)
        #expect((try? results[1].get()) != nil, "the number is still available")
    }
}
