import TelephonyClient
import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@Suite("Deactivation and details")
struct DeactivationTests {
    private static let configured = ExtensionFeatures(
        voicemailOff: true, voicemailEmail: "ann@acme.example", forwardAlways: "+442079460999",
        forwardBusy: "4999", forwardNoAnswer: "4998", callWaitingOff: true, doNotDisturb: true,
        callerIDOverride: "+442079460998")

    private func configure(_ number: NumberRef, _ world: World) async throws {
        _ = try await world.operatorAdmin.telephony.updateNumber(
            UpdateNumberRequest(
                number: number, label: "Ann Bell", features: Self.configured,
                updateMask: FieldMask(paths: ["label", "features"])))
        _ = try await world.operatorAdmin.telephony.assignUser(AssignUserRequest(number: number, userID: "ann"))
        try await world.setPIN("592638", of: number)
        let answer = try await world.pbx.pin.signIn(
            SignInRequest(
                number: number, surface: .handset, pin: secret("592638"),
                origin: Origin(address: "10.0.0.7", deviceID: "desk-7")))
        #expect(answer.outcome == .accepted)
    }

    @Test(
        "deactivation puts every configurable field back to its factory default", .requirement("S-37"),
        arguments: Transport.allCases)
    func wipesConfiguration(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            try await configure(number, world)
            let before = try #require(try await world.number(number))
            #expect(before.features == Self.configured)
            #expect(before.label == "Ann Bell" && before.userID == "ann" && before.handsetLogin?.deviceID == "desk-7")
            try await world.recycle(number)
            let after = try #require(try await world.number(number))
            #expect(after.state == .active)
            #expect(after.features == nil || after.features == ExtensionFeatures())
            #expect(after.label.isEmpty && after.userID.isEmpty && after.handsetLogin == nil)
        }
    }

    @Test(
        "deactivation puts the default back, unlocks, and forgets the leaver's PINs (R-5b)", .requirement("S-38"),
        arguments: Transport.allCases)
    func wipesPIN(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let initial = try await world.defaultPIN(of: number)
            try await world.setPIN("592638", of: number)
            try await world.lock(number)
            try await world.recycle(number)
            let status = try await world.status(of: number)
            #expect(status.kind == .default && !status.locked && status.failures == 0)
            #expect(try await world.signIn(number, .handset, "592638").outcome == .rejected)
            #expect(try await world.signIn(number, .handset, initial).outcome == .accepted)
            try await world.setPIN("592638", of: number)
        }
    }

    @Test(
        "the leaver keeps no way in: no assignment, no handset, no token, no PIN", .requirement("S-39"),
        arguments: Transport.allCases)
    func leaverIsOut(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active()
            let token = try await world.freshToken(for: number)
            try await configure(number, world)
            let generation = try await world.status(of: number).generation
            let gone = try await world.operatorAdmin.telephony.deactivateNumber(
                DeactivateNumberRequest(number: number, reason: "left"))
            #expect(gone.pinWiped)
            #expect(gone.number?.userID.isEmpty == true && gone.number?.handsetLogin == nil)
            #expect(try await world.status(of: number).generation > generation)
            #expect(try await world.signIn(number, .voicemail, "592638").outcome == .rejected)
            let change = try await world.pbx.pin.changePin(
                ChangePinRequest(
                    number: number, authorization: .changeToken(token), newPin: secret("740185"), surface: .portal))
            #expect(change.outcome == .rejected)
        }
    }

    @Test("a number has a view with all its details", .requirement("S-40"), arguments: Transport.allCases)
    func details(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active(extension: "4077")
            try await configure(number, world)
            let view = try #require(try await world.number(number))
            #expect(view.e164 == e164(number) && view.extension == "4077" && view.siteID == "london")
            #expect(view.type == .ordinary && view.state == .active && view.owner == World.acme)
            #expect(view.pin?.kind == .custom && view.pin?.lastSuccessTime != nil)
            #expect(!view.etag.isEmpty && !view.id.isEmpty)
            #expect(view.createTime != nil && view.updateTime != nil)
            let byExtension = NumberRef(ref: .siteExtension(SiteExtension(siteID: "london", extension: "4077")))
            #expect(try await world.number(byExtension) == view)
            let looked = try await world.operatorAdmin.directory.lookupNumber(LookupNumberRequest(number: byExtension))
            #expect(looked.number == view)
        }
    }
}
