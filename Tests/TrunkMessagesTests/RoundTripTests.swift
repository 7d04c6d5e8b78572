import EchoMessages
import NIOCore
import Testing
import TrunkMessages

@Suite("Messages survive the way through C and back")
struct RoundTripTests {
    @Test("every kind of field keeps the values at the edges of its type")
    func extremes() throws {
        #expect(try Codec.roundTrip(Sample.extremes) == Sample.extremes)
    }

    @Test("an empty message is no bytes, and no bytes are an empty message")
    func empty() throws {
        #expect(try Codec.encode(Everything()) == [])
        #expect(try Codec.decode([], as: Everything.self) == Everything())
    }

    @Test("every member of a oneof arrives as itself, empty ones too (PC-9)")
    func choices() throws {
        let choices: [Everything.Choice] = [
            .chosenNumber(0), .chosenNumber(.min), .chosenText("t"), .chosenData([]), .chosenData([0]),
            .chosenColour(.unspecified), .chosenColour(.infrared), .chosenLeaf(Leaf()), .chosenBool(false),
            .chosenBool(true), .chosenDouble(0), .chosenDouble(2.5),
        ]
        for choice in choices {
            let message = Everything(choice: choice)
            #expect(try Codec.roundTrip(message).choice == choice)
        }
    }

    @Test("zero and absent are two things in a oneof of one member, and one thing elsewhere (PC-9)")
    func presence() throws {
        let absent = try Codec.roundTrip(Everything())
        #expect(absent.maybeNumber == nil && absent.maybeText == nil && absent.maybeBool == nil)
        #expect(absent.maybeLeaf == nil && absent.leaf == nil)
        let zero = try Codec.roundTrip(
            Everything(leaf: Leaf(), maybeNumber: 0, maybeText: "", maybeBool: false, maybeLeaf: Leaf()))
        #expect(zero.maybeNumber == 0 && zero.maybeText == "" && zero.maybeBool == false)
        #expect(zero.maybeLeaf == Leaf() && zero.leaf == Leaf())
        #expect(try Codec.encode(Everything(int32: 0, text: "")) == [])
    }

    @Test("encoding appends: what was in the buffer stays (PC-15)")
    func appends() throws {
        var buffer = ByteBuffer(string: "head")
        try DoRequest(what: "x").encode(into: &buffer)
        #expect(Array(buffer.readableBytesView) == Array("head".utf8) + [0x0A, 1, 0x78])
    }

    @Test("fields, cases and methods named by words of Swift or C keep their names (PC-17)")
    func reservedWords() throws {
        let words = try Codec.roundTrip(Sample.words)
        #expect(words == Sample.words)
        #expect(words.in == "in" && words.self_ == "self" && words.init_ == "init" && words.default == 4)
        #expect(EchoServiceMethods.do.descriptor.path == "echo.v1.EchoService/Do")
        #expect(Colour(rawValue: 2) == .default)
        #expect(ErrorMessage.fullName == "echo.v1.Error")
    }

    @Test("methods carry what the schema says of them, streams included")
    func methods() {
        let echo = EchoServiceMethods.echo.descriptor
        #expect(echo.shape == .unary && echo.idempotency == .noSideEffects && !echo.carriesSecret)
        #expect(EchoServiceMethods.do.descriptor.idempotency == .idempotent)
        #expect(EchoServiceMethods.fail.descriptor.idempotency == .unknown)
        #expect(EchoServiceMethods.repeat.descriptor.shape == .serverStreaming)
        #expect(HealthMethods.watch.descriptor.path == "grpc.health.v1.Health/Watch")
    }
}
