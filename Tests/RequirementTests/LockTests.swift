import TelephonyClient
import TelephonyMessages
import Testing
import Trunk

@Suite("Lock")
struct LockTests {
    @Test(
        "five wrong tries lock the PIN, and then the right one is refused too",
        .requirement("S-09"), arguments: Transport.allCases)
    func fiveWrong(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            for _ in 0..<4 { #expect(try await world.signIn(number, .voicemail, "000001").outcome == .rejected) }
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .accepted, "a success forgives")
            for _ in 0..<5 { #expect(try await world.signIn(number, .voicemail, "000001").outcome == .rejected) }
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .locked)
            let status = try await world.status(of: number)
            #expect(status.locked)
            #expect(status.triesLeft == 0)
            #expect(status.lockTime != nil)
        }
    }

    @Test("a reset unlocks, and the default opens all three", .requirement("S-10"), arguments: Transport.allCases)
    func resetUnlocks(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            try await world.lock(number)
            let reset = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(reset.unlocked)
            let initial = try await world.defaultPIN(of: number)
            #expect(try await world.signIn(number, .handset, initial).outcome == .accepted)
            #expect(try await world.signIn(number, .voicemail, initial).outcome == .changeRequired)
            #expect(try await world.signIn(number, .portal, initial).outcome == .changeRequired)
        }
    }

    @Test("a lock earned at the handset holds everywhere", .requirement("S-11"), arguments: Transport.allCases)
    func lockHoldsEverywhere(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            try await world.lock(number, surface: .handset)
            for surface in World.surfaces {
                #expect(try await world.signIn(number, surface, "592638").outcome == .locked)
            }
        }
    }

    @Test("failures on different surfaces add up to one lock", .requirement("S-11"), arguments: Transport.allCases)
    func oneCounter(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            for surface in [Surface.handset, .voicemail, .portal, .handset, .voicemail] {
                #expect(try await world.signIn(number, surface, "000001").outcome == .rejected)
            }
            #expect(try await world.signIn(number, .portal, "592638").outcome == .locked)
        }
    }

    @Test(
        "unlocking keeps the PIN; it opens again (R-10)", .requirement("S-09"), arguments: Transport.allCases)
    func unlockKeepsPIN(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            try await world.lock(number)
            #expect(try await world.operatorAdmin.pin.unlockPin(UnlockPinRequest(number: number)).unlocked)
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .accepted)
        }
    }

    @Test(
        "a token earned before the lock is dead after it, and the current PIN changes nothing (RL-23)",
        .requirement("S-09"), arguments: Transport.allCases)
    func noDoorAroundTheLock(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            let token = try #require(try await world.signIn(number, .voicemail, initial).changeToken)
            try await world.lock(number)
            let byToken = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .changeToken(token), newPin: secret("592638"), surface: .voicemail))
            #expect(byToken.outcome == .locked || byToken.outcome == .rejected)
            let byPIN = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .currentPin(initial), newPin: secret("592638"), surface: .portal))
            #expect(byPIN.outcome == .locked)
            #expect(try await world.status(of: number).kind == .default)
        }
    }

    @Test(
        "a limit lowered below what was tried allows not one guess more", .requirement("S-09"),
        arguments: Transport.allCases)
    func loweredLimit(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            for _ in 0..<4 { #expect(try await world.signIn(number, .voicemail, "000001").outcome == .rejected) }
            let scope = PolicyScope(scope: .platform(true))
            var policy = try #require(try await world.platform.pin.getPolicy(GetPolicyRequest(scope: scope)).policy)
            policy.maxFailures = 3
            _ = try await world.platform.pin.setPolicy(SetPolicyRequest(scope: scope, policy: policy))
            let comparisons = world.installation.probe.count
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .locked)
            #expect(world.installation.probe.count == comparisons)
            #expect(try await world.status(of: number).locked)
        }
    }
}
