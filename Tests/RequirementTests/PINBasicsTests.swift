import TelephonyClient
import TelephonyMessages
import Testing
import Trunk

@Suite("PIN basics")
struct PINBasicsTests {
    @Test(
        "one PIN opens voicemail, handset and portal, and changing it on one changes it on all",
        .requirement("S-01"), arguments: Transport.allCases)
    func onePINForThree(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            for surface in World.surfaces {
                #expect(try await world.signIn(number, surface, "592638").outcome == .accepted)
            }
            let change = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .currentPin(secret("592638")), newPin: secret("740185"),
                    surface: .portal))
            #expect(change.outcome == .changed)
            for surface in World.surfaces {
                #expect(try await world.signIn(number, surface, "740185").outcome == .accepted)
                #expect(try await world.signIn(number, surface, "592638").outcome == .rejected)
            }
        }
    }

    @Test(
        "every number, main numbers included, has a Default PIN of its own from provisioning on",
        .requirement("S-02"), .requirement("S-03"), arguments: Transport.allCases)
    func defaultFromBirth(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            for type in [NumberType.ordinary, .main] {
                let number = try await world.provisioned(type: type)
                let state = try await world.platform.telephony.getNumber(GetNumberRequest(number: number)).number?.state
                #expect(state == .available)
                #expect(digits(try await world.defaultPIN(of: number)).count == 6)
            }
        }
    }

    @Test(
        "the Default PIN stays the same and readable before a change, after it, and after a reset",
        .requirement("S-04"), arguments: Transport.allCases)
    func defaultStays(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let before = digits(try await world.defaultPIN(of: number))
            try await world.setPIN("592638", of: number)
            #expect(digits(try await world.defaultPIN(of: number)) == before)
            _ = try await world.operatorAdmin.pin.resetPin(ResetPinRequest(number: number))
            #expect(digits(try await world.defaultPIN(of: number)) == before)
        }
    }

    @Test(
        "the default at voicemail or portal demands a change, never opens",
        .requirement("S-05"), arguments: Transport.allCases)
    func changeRequired(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            for surface in [Surface.voicemail, .portal] {
                let answer = try await world.signIn(number, surface, initial)
                #expect(answer.outcome == .changeRequired)
                #expect(answer.changeToken != nil)
                #expect(answer.pinIsDefault)
            }
        }
    }

    @Test(
        "the change is completed with what the sign-in answered, by the phone system alone",
        .requirement("S-06"), arguments: Transport.allCases)
    func changeWithToken(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let answer = try await world.signIn(number, .voicemail, try await world.defaultPIN(of: number))
            let token = try #require(answer.changeToken)
            let change = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .changeToken(token), newPin: secret("592638"), surface: .voicemail))
            #expect(change.outcome == .changed)
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .accepted)
            let again = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .changeToken(token), newPin: secret("740185"), surface: .voicemail))
            #expect(again.outcome == .rejected, "a token serves once")
        }
    }

    @Test(
        "a handset takes the default as it is, and the default stays in force",
        .requirement("S-07"), arguments: Transport.allCases)
    func handsetTakesDefault(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            let answer = try await world.signIn(number, .handset, initial)
            #expect(answer.outcome == .accepted)
            #expect(answer.pinIsDefault)
            #expect(try await world.status(of: number).kind == .default)
            #expect(try await world.signIn(number, .voicemail, initial).outcome == .changeRequired)
        }
    }

    @Test(
        "no reply shows a private PIN: not the status, the number, a list, or an error",
        .requirement("S-08"), arguments: Transport.allCases)
    func privateStaysPrivate(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await world.setPIN("59263817", of: number)
            var shown = "\(try await world.status(of: number))"
            shown += "\(try await world.platform.telephony.getNumber(GetNumberRequest(number: number)))"
            shown += "\(try await world.platform.directory.listNumbers(ListNumbersRequest(siteID: "london")))"
            shown += "\(try await world.signIn(number, .voicemail, "59263817"))"
            shown += "\(try await world.signIn(number, .voicemail, "59263818"))"
            shown += "\(SignInRequest(number: number, surface: .voicemail, pin: secret("59263817")))"
            shown += "\(digits(try await world.defaultPIN(of: number)))"
            #expect(!shown.contains("59263817"))
            #expect(!shown.contains("59263818"))
        }
    }
}
