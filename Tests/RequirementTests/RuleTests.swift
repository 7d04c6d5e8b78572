import TelephonyClient
import TelephonyMessages
import Testing
import Trunk

@Suite("Rules for a new PIN")
struct RuleTests {
    /// Offers a candidate under a fresh token and answers the rules it broke.
    private func broken(_ candidate: String, _ number: NumberRef, _ world: World) async throws -> Set<PinRule> {
        try await broken(secret(candidate), number, world)
    }

    private func broken(_ candidate: Secret, _ number: NumberRef, _ world: World) async throws -> Set<PinRule> {
        let token = try await world.freshToken(for: number)
        let change = try await world.pbx.pin.changePin(
            ChangePinRequest(
                number: number, authorization: .changeToken(token), newPin: candidate, surface: .voicemail))
        return change.outcome == .refused ? Set(change.violations.map(\.rule)) : []
    }

    @Test(
        "neither the extension nor its reverse", .requirement("S-22"), .requirement("S-23"),
        arguments: Transport.allCases)
    func extensionRules(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active(extension: "4072")
            #expect(try await broken("4072", number, world) == [.extension])
            #expect(try await broken("2704", number, world) == [.extensionReversed])
            #expect(try await broken("4073", number, world) == [])
        }
    }

    @Test("not the same digit three times, anywhere (R-1)", .requirement("S-24"), arguments: Transport.allCases)
    func sameDigit(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            #expect(try await broken("181714", number, world) == [.sameDigit])
            #expect(try await broken("7779", number, world) == [.sameDigit])
            #expect(try await broken("181720", number, world) == [])
        }
    }

    @Test(
        "no three ascending or descending digits, and no wrap (R-2)", .requirement("S-25"), .requirement("S-26"),
        arguments: Transport.allCases)
    func sequences(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            #expect(try await broken("7123", number, world) == [.ascending])
            #expect(try await broken("3217", number, world) == [.descending])
            #expect(try await broken("8904", number, world) == [])
        }
    }

    @Test("not the Default PIN", .requirement("S-27"), arguments: Transport.allCases)
    func notTheDefault(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            #expect(try await broken(initial, number, world).contains(.default))
            try await world.setPIN("592638", of: number)
            let change = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .currentPin(secret("592638")), newPin: initial, surface: .portal))
            #expect(change.violations.map(\.rule) == [.default])
        }
    }

    @Test(
        "not the last PIN, not the last PIN reversed, and a reset is no way round (R-5)", .requirement("S-28"),
        .requirement("S-29"), arguments: Transport.allCases)
    func notTheLast(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            for (candidate, rule) in [("592638", PinRule.last), ("836295", .lastReversed)] {
                let change = try await world.pbx.pin.changePin(
                    ChangePinRequest(
                        number: number, authorization: .currentPin(secret("592638")), newPin: secret(candidate),
                        surface: .portal))
                #expect(change.outcome == .refused)
                #expect(change.violations.map(\.rule) == [rule])
            }
            _ = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(try await broken("592638", number, world) == [.last])
            #expect(try await broken("836295", number, world) == [.lastReversed])
        }
    }

    @Test(
        "four to twelve digits and nothing but digits (R-4)", .requirement("S-30"), arguments: Transport.allCases)
    func lengths(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            #expect(try await broken("592", number, world) == [.length])
            #expect(try await broken("5926", number, world) == [])
            #expect(try await broken("592638174059", try await world.active(), world) == [])
            #expect(try await broken("5926381740592", try await world.active(), world) == [.length])
            let other = try await world.active()
            #expect(try await broken("", other, world) == [.format])
            #expect(try await broken("59a6", other, world) == [.format])
            #expect(try await broken("123", other, world) == [.length, .ascending])
        }
    }

    @Test(
        "the rules are a policy: read it, change one, and only the next change obeys", .requirement("S-31"),
        arguments: Transport.allCases)
    func policy(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let scope = PolicyScope(scope: .platform(true))
            let read = try await world.platform.pin.getPolicy(GetPolicyRequest(scope: scope))
            var policy = try #require(read.policy)
            #expect(policy.minLength == 4 && policy.maxLength == 12 && policy.sameDigitMax == 2)
            #expect(policy.forbidExtension && policy.forbidReversedExtension && policy.forbidDefault)
            #expect(policy.ascendingLength == 3 && policy.descendingLength == 3 && !policy.sequenceWraps)
            #expect(policy.historyDepth == 1 && policy.forbidReversedLast && policy.maxFailures == 5)
            #expect(policy.autoUnlockAfter == nil)
            let number = try await world.active()
            try await world.setPIN("5926", of: number)
            policy.minLength = 8
            policy.defaultPinLength = 8
            _ = try await world.platform.pin.setPolicy(SetPolicyRequest(scope: scope, policy: policy))
            #expect(try await world.signIn(number, .voicemail, "5926").outcome == .accepted, "R-16")
            let change = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .currentPin(secret("5926")), newPin: secret("7401"),
                    surface: .portal))
            #expect(change.violations.map(\.rule) == [.length])
        }
    }

    @Test(
        "all broken rules at once; without a token the secret ones are not told", .requirement("S-30"),
        arguments: Transport.allCases)
    func checkIsNoOracle(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            let blind = try await world.pbx.pin.checkPin(CheckPinRequest(number: number, candidate: initial))
            #expect(!blind.secretRulesChecked)
            #expect(blind.violations.isEmpty)
            let token = try await world.freshToken(for: number)
            let seeing = try await world.pbx.pin.checkPin(
                CheckPinRequest(number: number, candidate: initial, changeToken: token))
            #expect(seeing.secretRulesChecked)
            #expect(seeing.violations.map(\.rule).contains(.default))
            let many = try await world.pbx.pin.checkPin(CheckPinRequest(number: number, candidate: secret("111234321")))
            #expect(Set(many.violations.map(\.rule)) == [.sameDigit, .ascending, .descending])
        }
    }
}
