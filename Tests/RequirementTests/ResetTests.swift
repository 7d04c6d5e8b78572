import TelephonyClient
import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@Suite("Reset")
struct ResetTests {
    @Test("a reset puts the default back", .requirement("S-12"), arguments: Transport.allCases)
    func putsDefaultBack(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            let reset = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(reset.changed)
            #expect(try await world.signIn(number, .handset, "592638").outcome == .rejected)
            let initial = try await world.defaultPIN(of: number)
            #expect(try await world.signIn(number, .handset, initial).outcome == .accepted)
        }
    }

    @Test(
        "it works on a custom PIN, on a locked one, and harmlessly on the default (R-14)",
        .requirement("S-13"), arguments: Transport.allCases)
    func fromEveryState(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let untouched = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(!untouched.changed && !untouched.unlocked)
            try await world.setPIN("592638", of: number)
            #expect(try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number)).changed)
            try await world.lock(number)
            let unlocked = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(unlocked.unlocked && !unlocked.changed)
        }
    }

    @Test(
        "only an active number can be reset; otherwise nothing changes (R-18)",
        .requirement("S-14"), arguments: Transport.allCases)
    func onlyActive(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let available = try await world.provisioned()
            let reserved = try await world.reserved()
            let cooling = try await world.active()
            _ = try await world.operatorAdmin.telephony.deactivateNumber(DeactivateNumberRequest(number: cooling))
            for number in [available, reserved, cooling] {
                let before = try await world.status(of: number)
                let error = await #expect(throws: RPCError.self) {
                    try await world.platform.pin.resetPin(ResetPinRequest(number: number))
                }
                #expect(error?.code == .failedPrecondition)
                #expect(error?.reason == "NUMBER_NOT_ACTIVE")
                #expect(try await world.status(of: number) == before)
            }
        }
    }

    @Test(
        "ordinary and main numbers, of the operator and of an occupier, can all be reset",
        .requirement("S-15"), .requirement("S-16"), .requirement("S-17"), arguments: Transport.allCases)
    func everyKind(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            for owner in [World.bluebird, World.acme] {
                for type in [NumberType.ordinary, .main] {
                    let number = try await world.active(owner: owner, type: type)
                    try await world.setPIN("592638", of: number)
                    let reset = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
                    #expect(reset.changed)
                    #expect(try await world.status(of: number).kind == .default)
                }
            }
        }
    }

    @Test(
        "the answer confirms: outcome, unlock, time, and what to tell the holder",
        .requirement("S-18"), arguments: Transport.allCases)
    func confirmation(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            try await world.lock(number)
            let reset = try await world.operatorAdmin.pin.resetPin(
                ResetPinRequest(number: number, reason: "TICKET-991 forgot PIN"))
            #expect(reset.changed && reset.unlocked)
            #expect(reset.resetTime != nil)
            #expect(reset.holderMessage.contains("default PIN"))
            #expect(reset.status?.kind == .default)
            #expect(reset.status?.locked == false)
            #expect(!reset.etag.isEmpty)
        }
    }

    @Test(
        "the default that is shown is the one that opens all three, and the first sign-in forces a new PIN again",
        .requirement("S-19"), .requirement("S-20"), arguments: Transport.allCases)
    func shownIsAccepted(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            _ = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            let shown = try await world.defaultPIN(of: number)
            #expect(try await world.signIn(number, .handset, shown).outcome == .accepted)
            #expect(try await world.signIn(number, .voicemail, shown).outcome == .changeRequired)
            #expect(try await world.signIn(number, .portal, shown).outcome == .changeRequired)
            try await world.setPIN("740185", of: number)
            #expect(try await world.signIn(number, .voicemail, "740185").outcome == .accepted)
        }
    }

    @Test(
        "a reset leaves an event for the holder, without any PIN",
        .requirement("S-21"), arguments: Transport.allCases)
    func leavesAnEvent(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            _ = try await world.operatorAdmin.telephony.assignUser(
                AssignUserRequest(number: number, userID: "ann"))
            try await world.setPIN("592638", of: number)
            _ = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            let events = try await world.events()
            let last = try #require(events.last)
            #expect(last.kind == .pinReset)
            #expect(last.user?.text == "ann")
            #expect(last.generation == (try await world.status(of: number)).generation)
        }
    }

    @Test(
        "a repeated reset under the same request id is one reset; other bytes under it are refused",
        .requirement("S-12"), arguments: Transport.allCases)
    func sameRequestID(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            let request = ResetPinRequest(number: number, requestID: RequestID.new())
            let first = try await world.operatorAdmin.pin.resetPin(request)
            let generation = try await world.status(of: number).generation
            let second = try await world.operatorAdmin.pin.resetPin(request)
            #expect(first.changed && second.changed)
            #expect(try await world.status(of: number).generation == generation)
            var other = request
            other.reason = "something else"
            let error = await #expect(throws: RPCError.self) { try await world.operatorAdmin.pin.resetPin(other) }
            #expect(error?.reason == "REQUEST_ID_REUSED")
        }
    }
}
