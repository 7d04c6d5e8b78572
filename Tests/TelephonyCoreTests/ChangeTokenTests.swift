import TelephonyCore
import Testing

@Suite("Change tokens")
struct ChangeTokenTests {
    private let good = "258013"

    @Test("Q-18 a token works once")
    func once() throws {
        var world = try World()
        let token = try world.token()
        #expect(try world.change(with: token, to: good).outcome == .changed)
        #expect(try world.change(with: token, to: "170945").outcome == .rejected)
        #expect(world.store.audit.last?.outcome == .tokenRefused)
        #expect(world.store.audit.last?.evaluated == false)
        #expect(try world.row().pin.failures == 0, "a dead token spends no try")
    }

    @Test("Q-18 a token lives five minutes, and not a microsecond longer")
    func expiry() throws {
        var world = try World()
        let token = try world.token()
        world.wait(.seconds(300) - .microseconds(1))
        var late = world
        #expect(try world.change(with: token, to: good).outcome == .changed)
        late.wait(.microseconds(1))
        #expect(try late.change(with: token, to: good).outcome == .rejected)
    }

    @Test("Q-18 RL-28 reset, unlock, lock, change and deactivation each kill a token")
    func killers() throws {
        let start = try World()
        var killers: [(String, (inout World) throws -> Void)] = []
        killers.append(("reset", { try $0.reset() }))
        killers.append(
            (
                "lock and unlock",
                { world in
                    _ = try world.outcomes(Array(repeating: "000000", count: 5))
                    _ = try world.perform { UnlockPIN(origin: $0, number: World.desk) }
                }
            ))
        killers.append(("change", { _ = try $0.change(from: $0.defaultPIN(), to: "170945") }))
        killers.append(
            (
                "deactivation and activation",
                { world in
                    _ = try world.perform { DeactivateNumber(origin: $0, number: World.desk) }
                    world.wait(.seconds(86_400))
                    _ = try world.perform { ActivateNumber(origin: $0, number: World.desk) }
                }
            ))
        for (name, kill) in killers {
            var world = start
            world.store.terms.changeTokenLife = .seconds(100_000)
            let token = try world.token()
            try kill(&world)
            #expect(try world.change(with: token, to: good).outcome == .rejected, "\(name)")
        }
    }

    @Test("the lock is checked again when the token is used")
    func locked() throws {
        var world = try World()
        let token = try world.token()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        #expect(try world.change(with: token, to: good).outcome == .locked)
        #expect(try world.check(good, with: token).secretRulesChecked == false)
    }

    @Test("a token of another number, a forged one and an empty one open nothing")
    func foreign() throws {
        var world = try World()
        let token = try world.token(at: World.lobby)
        #expect(try world.change(with: token, to: good).outcome == .rejected)
        for count in [0, 1, 40, 41, 42, 64] {
            let forged = try #require(
                [UInt8](repeating: 0x54, count: count).withUnsafeBytes { SecretBytes(copying: $0) })
            #expect(try world.change(with: forged, to: good).outcome == .rejected)
            #expect(try !world.check(good, with: forged).secretRulesChecked)
        }
    }

    @Test("a token does not cross tenants: outside its scope the number is missing")
    func scope() throws {
        var world = try World()
        let token = try world.token()
        let stranger = Actor(name: "other pbx", role: .pbx, scope: .operator(World.rival))
        #expect(try world.change(with: token, to: good, as: stranger).outcome == .rejected)
        #expect(world.store.audit.last?.outcome == .unknownNumber)
    }

    @Test("a token dies after five refused candidates, and says how many are left")
    func fiveCandidates() throws {
        var world = try World()
        let token = try world.token()
        let left = try (0..<5).map { _ in try world.change(with: token, to: "111").candidatesLeft }
        #expect(left == [4, 3, 2, 1, 0])
        #expect(try world.change(with: token, to: good).outcome == .rejected)
        #expect(try world.row().pin.isDefault)
        let next = try world.token()
        #expect(try world.change(with: next, to: good).outcome == .changed, "the next sign-in gives a new one")
    }

    @Test("two tokens of one generation share their five candidates")
    func twoTokens() throws {
        var world = try World()
        let (first, second) = (try world.token(), try world.token())
        for token in [first, second, first, second] { _ = try world.change(with: token, to: "111") }
        #expect(try world.change(with: first, to: "111").candidatesLeft == 0)
        #expect(try world.change(with: second, to: good).outcome == .rejected)
    }

    @Test("CheckPin without a token answers the structural rules and says that the secret ones were left out")
    func checkWithout() throws {
        var world = try World()
        try world.plant(default: "862409")
        let reply = try world.check("862409")
        #expect(reply.violations.isEmpty && !reply.secretRulesChecked)
        #expect(try world.check("4711").violations == PINViolations(.extension))
        #expect(world.store.vault.comparisons.load(ordering: .relaxed) == 0)
        #expect(try world.row().pin.refusedCandidates == 0)
    }

    @Test("CheckPin with a token answers all rules")
    func checkWith() throws {
        var world = try World()
        try world.plant(default: "862409")
        let token = try world.token()
        let reply = try world.check("862409", with: token)
        #expect(reply.violations == PINViolations(.default) && reply.secretRulesChecked)
        #expect(try world.check(good, with: token).violations.isEmpty)
        #expect(try world.change(with: token, to: good).outcome == .changed, "two checks leave the token alive")
    }

    @Test("R-5b CheckPin cannot be asked until it tells the last PIN: every candidate under a token counts")
    func noProbing() throws {
        var world = try World()
        let token = try world.token()
        for pin in ["258013", "258014", "258016", "258017", "258019"] {
            #expect(try world.check(pin, with: token).secretRulesChecked)
        }
        #expect(try !world.check("258013", with: token).secretRulesChecked)
        #expect(try world.change(with: token, to: good).outcome == .rejected)
    }

    @Test("CheckPin at a number that is not there looks like a number without that extension")
    func checkUnknown() throws {
        var world = try World()
        let reply = try world.check("1705", at: World.nowhere)
        #expect(reply.violations.isEmpty && !reply.secretRulesChecked)
        #expect(try world.check("123", at: World.nowhere).violations == PINViolations(.length, .ascending))
        #expect(world.store.audit.last?.outcome == .unknownNumber)
    }

    @Test("a token is at most 64 bytes, and the array it came from is wiped")
    func secretBytes() throws {
        var source = [UInt8](1...64)
        let secret = try #require(SecretBytes(taking: &source))
        #expect(source.isEmpty && secret.count == 64)
        #expect(secret.withBytes { Array($0) } == [UInt8](1...64))
        var long = [UInt8](repeating: 1, count: 65)
        #expect(SecretBytes(taking: &long) == nil && long.isEmpty)
        var none: [UInt8] = []
        #expect(SecretBytes(taking: &none)?.count == 0)
    }
}
