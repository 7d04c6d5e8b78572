import NIOCore
import TelephonyMessages
import Testing
import TrunkMessages

@Suite("The telephony schema in Swift")
struct SchemaTests {
    @Test("every descriptor is sound and its type of bounded depth (PC-6, PC-14)")
    func descriptors() {
        #expect(TelephonyMessagesTypes.all.count > 80)
        for type in TelephonyMessagesTypes.all {
            let depth = ProtobufGuard.depth(of: type)
            #expect(depth >= 1 && depth <= 8, "\(type.fullName)")
        }
    }

    @Test("every empty message encodes to nothing and decodes from nothing")
    func emptyMessages() throws {
        for type in TelephonyMessagesTypes.all {
            guard let message = type as? any Message.Type else { continue }
            var buffer = ByteBuffer()
            try message.init().encode(into: &buffer)
            #expect(buffer.readableBytes == 0, "\(type.fullName)")
            try [].withUnsafeBytes { _ = try message.init(decoding: $0) }
        }
    }

    @Test("the methods whose messages hold a secret are these, and no others (ZL-9)")
    func secretMethods() {
        #expect(PinServiceMethods.signIn.descriptor.carriesSecret)
        #expect(PinServiceMethods.changePin.descriptor.carriesSecret)
        #expect(PinServiceMethods.checkPin.descriptor.carriesSecret)
        #expect(PinServiceMethods.revealDefaultPin.descriptor.carriesSecret)
        #expect(!PinServiceMethods.resetPin.descriptor.carriesSecret)
        #expect(!PinServiceMethods.getPinStatus.descriptor.carriesSecret)
        #expect(!TelephonyServiceMethods.getNumber.descriptor.carriesSecret)
        #expect(PinServiceMethods.signIn.descriptor.path == "pin.v1.PinService/SignIn")
    }

    @Test("a number with everything set survives the round trip")
    func number() throws {
        let number = Number(
            id: "n1", e164: "+442079460123", extension: "204", siteID: "s1", type: .main, state: .cooldown,
            owner: Owner(owner: .occupierID("o1")), userID: "u1", label: "Reception",
            features: ExtensionFeatures(voicemailOff: true, forwardBusy: "205"),
            handsetLogin: HandsetLogin(deviceID: "d1", loginTime: Timestamp(seconds: 1, nanos: 2)),
            pin: PinStatus(kind: .custom, locked: true, failures: 5, generation: .max),
            etag: "e", createTime: Timestamp(seconds: 3), cooldownDuration: .seconds(60))
        var buffer = ByteBuffer()
        try number.encode(into: &buffer)
        let back = try buffer.withUnsafeReadableBytes { try Number(decoding: $0) }
        #expect(back == number)
    }
}
