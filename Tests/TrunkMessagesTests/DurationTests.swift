import EchoMessages
import Testing
import TrunkMessages

@Suite("google.protobuf.Duration as Duration")
struct DurationTests {
    private func bytes(seconds: Int64, nanos: Int32) throws -> [UInt8] {
        // Timestamp has the same two fields; its bytes are put where the span is expected.
        let pair = try Codec.encode(Timestamp(seconds: seconds, nanos: nanos))
        return [0x9A, 0x01, UInt8(pair.count)] + pair
    }

    @Test("seconds and nanoseconds both ways, negative ones too")
    func bothWays() throws {
        let spans: [Duration] = [
            .zero, .nanoseconds(1), .nanoseconds(-1), .milliseconds(-1500), .seconds(315_576_000_000),
            .seconds(-315_576_000_000), .seconds(1) + .nanoseconds(999_999_999),
        ]
        for span in spans { #expect(try Codec.roundTrip(Everything(span: span)).span == span) }
    }

    @Test("what the format cannot say is saturated, parts of a nanosecond are cut off")
    func saturates() throws {
        let most = Duration.seconds(315_576_000_000)
        #expect(try Codec.roundTrip(Everything(span: .seconds(Int64.max))).span == most)
        #expect(try Codec.roundTrip(Everything(span: .seconds(Int64.min))).span == .zero - most)
        #expect(try Codec.roundTrip(Everything(span: most + .nanoseconds(5))).span == most)
        let fine = Duration(secondsComponent: 0, attosecondsComponent: 1_999_999_999)
        #expect(try Codec.roundTrip(Everything(span: fine)).span == .nanoseconds(1))
    }

    @Test("numbers out of range or of different signs are refused, by the field's path")
    func refuses() throws {
        let bad: [(Int64, Int32)] = [
            (315_576_000_001, 0), (-315_576_000_001, 0), (0, 1_000_000_000), (0, -1_000_000_000), (1, -1), (-1, 1),
            (.max, .max), (.min, .min),
        ]
        for (seconds, nanos) in bad {
            let error = Codec.refusal(try bytes(seconds: seconds, nanos: nanos), as: Everything.self)
            #expect(error == DecodeError(messageName: "google.protobuf.Duration", path: "span", rule: .valueRange))
        }
        #expect(
            try Codec.decode(bytes(seconds: -1, nanos: -1), as: Everything.self).span == .nanoseconds(-1_000_000_001))
    }

    @Test("in a list the path tells which one")
    func list() throws {
        let good = try Codec.encode(Everything(spans: [.seconds(1)]))
        let pair = try Codec.encode(Timestamp(seconds: 1, nanos: -1))
        let error = Codec.refusal(good + [0xEA, 0x01, UInt8(pair.count)] + pair, as: Everything.self)
        #expect(error?.path == "spans[1]")
        #expect(error?.description == "google.protobuf.Duration, field spans[1]: value range")
    }
}
