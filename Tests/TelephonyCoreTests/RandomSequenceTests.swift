import TelephonyCore
import Testing

/// Random commands in random order, and what must be true after each of them.
@Suite("Random sequences of commands")
struct RandomSequenceTests {
    /// What earlier states say about later ones.
    private struct History {
        var generations: [NumberID: UInt64] = [:]
        var versions: [NumberID: UInt64] = [:]
        var guesses: [NumberID: Int] = [:]
        var audited = 0
    }

    private static let numbers = [World.desk, World.main, World.lobby, World.spare, World.fresh, World.nowhere]
    private static let pins = ["258013", "174092", "936027", "000000", "111", "12*4", "310852"]
    private static let owners = [
        NumberOwner.occupier(World.acme), .occupier(World.bolt), .operator(World.landlord),
    ]

    @Test("500 sequences of 50 commands keep every invariant, seeds 1000 to 1499")
    func sequences() throws {
        let start = try World()
        var seen: Set<String> = []
        for seed in UInt64(1_000)..<1_500 {
            var world = start
            world.store.random = SeededGenerator(seed: ~seed)
            var random = SeededGenerator(seed: seed)
            var history = History()
            var token: SecretBytes?
            var done: [any Command] = []
            for step in 0..<50 {
                let command = try command(&world, token, done, &random)
                done.append(command)
                let batch = Bool.random(using: &random) ? [command] : [command, command]
                for result in world.store.performBatch(batch) {
                    if let reply = try? result.get() as? SignInReply, let new = reply.changeToken { token = new.bytes }
                }
                if Int.random(in: 0..<8, using: &random) == 0 {
                    world.wait(.seconds(Int.random(in: 1...50_000, using: &random)))
                }
                let broken = invariantsBroken(world, &history)
                #expect(broken.isEmpty, "seed \(seed), step \(step), after \(command)")
                if !broken.isEmpty { return }
            }
            seen.formUnion(world.store.audit.map { "\($0.action) \($0.outcome)" })
        }
        #expect(Self.expected.subtracting(seen).isEmpty, "the sequences must lead everywhere")
    }

    /// What the sequences must have led to, so that the invariants were put to the test.
    private static let expected: Set<String> = [
        "signIn done", "signIn changeRequired", "signIn rejected", "signIn rejectedAndLocked", "signIn locked",
        "signIn unknownNumber", "signIn noHandset", "changePIN done", "changePIN rulesBroken", "changePIN rejected",
        "changePIN tokenRefused", "checkPIN rulesBroken", "resetPIN done", "resetPIN unchanged", "unlockPIN done",
        "unlockPIN unchanged", "activateNumber done", "deactivateNumber done", "allocateNumber done",
        "deallocateNumber done", "nominateMainNumber done", "grantVoiceServices done", "assignUser done",
        "unassignUser done",
    ]

    private func command(
        _ world: inout World, _ token: SecretBytes?, _ done: [any Command], _ random: inout SeededGenerator
    ) throws -> any Command {
        let number = Self.numbers.randomElement(using: &random) ?? World.desk
        let owner = Self.owners.randomElement(using: &random) ?? .occupier(World.acme)
        let isKnown = number != World.nowhere && Bool.random(using: &random)
        let pin = isKnown ? try world.defaultPIN(of: number) : Self.pins.randomElement(using: &random) ?? ""
        let new = secret(Self.pins.randomElement(using: &random) ?? "")
        let attempt = Attempt(
            surface: Surface.allCases.randomElement(using: &random), device: Bool.random(using: &random) ? "d" : "")
        let pbx = world.origin(World.pbx)
        let platform = world.origin()
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<7: return SignIn(origin: pbx, number: number, pin: secret(pin), attempt: attempt)
        case 7, 8:
            return ChangePIN(
                origin: pbx, number: number, authorization: .currentPIN(secret(pin)), newPIN: new, attempt: attempt)
        case 9, 10:
            guard let token else { return ResetPIN(origin: platform, number: number) }
            return ChangePIN(
                origin: pbx, number: number, authorization: .token(token), newPIN: new, attempt: attempt)
        case 11: return CheckPIN(origin: pbx, number: number, candidate: new, token: token, attempt: attempt)
        case 12: return ResetPIN(origin: platform, number: number)
        case 13: return UnlockPIN(origin: platform, number: number)
        case 14, 15: return ActivateNumber(origin: platform, number: number)
        case 16: return DeactivateNumber(origin: platform, number: number)
        case 17: return AllocateNumbers(origin: platform, numbers: [number], owner: owner)
        case 18: return DeallocateNumbers(origin: platform, numbers: [number])
        case 19: return NominateMainNumber(origin: platform, number: number, isMain: Bool.random(using: &random))
        case 20:
            let count = UInt32.random(in: 0...4, using: &random)
            return GrantVoiceServices(origin: platform, owner: owner, site: World.london, count: count)
        case 21:
            return AssignUser(
                origin: platform, number: number, user: Bool.random(using: &random) ? World.ann : World.bob)
        case 22: return UnassignUser(origin: platform, number: number)
        default: return done.randomElement(using: &random) ?? LogOutHandset(origin: platform, number: number)
        }
    }

    private func invariantsBroken(_ world: World, _ history: inout History) -> [String] {
        let numbers = Array(world.store.tables.numbers.values)
        var broken: [String] = []
        func must(_ holds: Bool, _ name: String) {
            if !holds { broken.append(name) }
        }
        for record in world.store.tables.entitlements.values {
            let active = numbers.filter {
                $0.owner == record.owner && $0.site == record.site && $0.state == .active
            }
            must(record.used == UInt32(active.count), "an entitlement is used per active number")
            must(record.used <= record.count, "no more are used than granted")
        }
        let mains = numbers.filter { $0.type == .main && $0.owner != nil }.map {
            "\(String(describing: $0.owner)) \($0.site)"
        }
        must(Set(mains).count == mains.count, "one main number per owner and site")
        for number in numbers {
            let pin = number.pin
            must(pin.failures <= 5, "no more failures than the limit")
            must((pin.lockTime != nil) == (pin.failures == 5), "locked exactly at the limit")
            must(pin.generation >= history.generations[number.id] ?? 0, "the generation never falls")
            must(number.version >= history.versions[number.id] ?? 0, "the version never falls")
            must(pin.refusedCandidates < 5, "five candidates end the generation")
            must((number.owner == nil) == (number.state == .available), "only available numbers have no owner")
            must(
                number.state == .active || (number.user == nil && number.handsetLogin == nil), "in use only when active"
            )
            must(
                number.state == .active || (pin.isDefault && pin.lockTime == nil), "custom and locked only when active")
            must(
                number.type != .main || (number.user == nil && number.handsetLogin == nil),
                "no handset at a main number")
            must((try? world.store.vault.open(pin.sealedDefault, number.binding)) != nil, "the Default PIN opens")
            history.generations[number.id] = pin.generation
            history.versions[number.id] = number.version
        }
        must(!exceedsGuesses(world, &history), "no more wrong PINs are compared than the limit (RL-21)")
        return broken
    }

    /// Counts, by the audit alone, the wrong PINs compared between two forgiving events.
    private func exceedsGuesses(_ world: World, _ history: inout History) -> Bool {
        var exceeds = false
        for entry in world.store.audit.dropFirst(history.audited) {
            guard let number = entry.number else { continue }
            switch (entry.action, entry.outcome) {
            case (.signIn, .rejected), (.signIn, .rejectedAndLocked), (.changePIN, .rejected),
                (.changePIN, .rejectedAndLocked):
                history.guesses[number, default: 0] += entry.evaluated ? 1 : 0
                exceeds = exceeds || history.guesses[number, default: 0] > 5
            case (.signIn, _) where entry.evaluated, (.changePIN, _) where entry.evaluated, (.resetPIN, _),
                (.unlockPIN, _), (.deactivateNumber, _), (.deallocateNumber, _):
                history.guesses[number] = 0
            default: break
            }
        }
        history.audited = world.store.audit.count
        return exceeds
    }
}
