import EchoMessages
import Testing
import TrunkMessages

@Suite("What a newer peer sends")
struct UnknownTests {
    @Test(
        "numbers that an enum does not name survive the round trip (PC-7)", arguments: [77, -1, .max, .min] as [Int32])
    func enumNumbers(number: Int32) throws {
        let value = Colour(rawValue: number)
        #expect(value == .unrecognized(number))
        let message = Everything(colour: value, colours: [.red, value], choice: .chosenColour(value))
        let back = try Codec.roundTrip(message)
        #expect(back == message)
        #expect(back.colour.rawValue == number)
    }

    @Test("named numbers never arrive as unrecognized (PC-7)")
    func namedNumbers() throws {
        for colour in [Colour.unspecified, .red, .default, .infrared] {
            #expect(Colour(rawValue: colour.rawValue) == colour)
        }
    }

    @Test("unknown fields are dropped, not echoed (PC-8)")
    func unknownFields() throws {
        let known: [UInt8] = [0x0A, 1, 0x78]
        let unknown: [UInt8] = [0xA8, 0x1F, 5, 0xB2, 0x1F, 2, 1, 2]
        let message: DoRequest = try Codec.decode(unknown + known + unknown)
        #expect(message == DoRequest(what: "x"))
        #expect(try Codec.encode(message) == known)
    }

    @Test("64 unknown fields are dropped, the 65th refuses the message (PC-8)")
    func unknownFieldCap() throws {
        let field: [UInt8] = [0xA8, 0x1F, 5]
        let full = [[UInt8]](repeating: field, count: 64).flatMap { $0 }
        #expect(try Codec.decode(full, as: DoRequest.self) == DoRequest())
        let refusal = Codec.refusal(full + field, as: DoRequest.self)
        #expect(refusal?.rule == .unknownFields)
        #expect(refusal?.path == "501")
    }

    @Test("a field that comes twice: the last one counts, except for a message, which is refused")
    func repeatedSingular() throws {
        #expect(try Codec.decode([0x0A, 1, 0x78, 0x0A, 1, 0x79], as: DoRequest.self).what == "y")
        #expect(Codec.refusal([0x0A, 0, 0x0A, 0], as: EchoRequest.self)?.rule == .repeatedSingular)
    }
}
