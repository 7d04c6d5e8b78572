import Glibc
import Testing
import TrunkMessages

@testable import TelephonyCommandLine

@Suite("Durations, times and figures as text")
struct TextTests {
    @Test(
        "durations as people type them",
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("5s", .seconds(5)), ("1.5s", .milliseconds(1500)),
            ("1m30s", .seconds(90)), ("2h", .seconds(7200)), ("1d", .seconds(86_400)), ("10us", .microseconds(10)),
            ("0s", .zero), ("0.000000001s", .nanoseconds(1)),
        ])
    func typed(_ text: String, _ duration: Duration) {
        #expect(Duration(typed: text) == duration)
    }

    @Test(
        "anything else is no duration",
        arguments: [
            "", "5", "s", "-5s", "5 s", "5x", "1.s", ".5s", "1..5s", "1.2.3s", "99999999999999999999s", "300000d", "٣s",
            "5s ", "1e3s", "0.0000000001s",
        ])
    func untyped(_ text: String) {
        #expect(Duration(typed: text) == nil)
    }

    @Test("durations for people have two units, and for programs the form of proto3 JSON")
    func shown() {
        #expect(Duration.seconds(90).shortText == "1m 30s")
        #expect(Duration.seconds(90_061).shortText == "1d 1h")
        #expect(Duration.milliseconds(250).shortText == "250ms")
        #expect(Duration.microseconds(1500).shortText == "1500us")
        #expect(Duration.zero.shortText == "0s")
        #expect(Duration.seconds(90).protobufText == "90s")
        #expect(Duration.milliseconds(1500).protobufText == "1.500s")
        #expect(Duration.microseconds(-1).protobufText == "-0.000001s")
        #expect(Duration.nanoseconds(1).protobufText == "0.000000001s")
    }

    @Test("known times in RFC 3339")
    func knownTimes() {
        #expect(Timestamp().rfc3339 == "1970-01-01T00:00:00Z")
        #expect(Timestamp(seconds: 1_709_210_096, nanos: 500_000_000).rfc3339 == "2024-02-29T12:34:56.500Z")
        #expect(Timestamp(seconds: -1, nanos: 0).rfc3339 == "1969-12-31T23:59:59Z")
        #expect(Timestamp(seconds: -62_135_596_800).rfc3339 == "0001-01-01T00:00:00Z")
        #expect(Timestamp(seconds: 253_402_300_799, nanos: 999_999_999).rfc3339 == "9999-12-31T23:59:59.999999999Z")
        #expect(Timestamp(seconds: 1, nanos: 1_000).rfc3339Seconds == "1970-01-01T00:00:01Z")
    }

    @Test("times outside of the years 1 to 9999 are none")
    func impossibleTimes() {
        #expect(Timestamp(seconds: -62_135_596_801).rfc3339 == nil)
        #expect(Timestamp(seconds: 253_402_300_800).rfc3339 == nil)
        #expect(Timestamp(seconds: .max).rfc3339 == nil)
        #expect(Timestamp(seconds: 0, nanos: -1).rfc3339 == nil)
        #expect(Timestamp(seconds: 0, nanos: 1_000_000_000).rfc3339 == nil)
    }

    @Test("random times agree with the C library", arguments: [UInt64(11), 12, 13])
    func randomTimes(_ seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<2000 {
            var seconds = time_t(Int64.random(in: -62_135_596_800...253_402_300_799, using: &random))
            var parts = tm()
            gmtime_r(&seconds, &parts)
            let date = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
                .map { DecimalText.padded(UInt64($0), 2) }
            let year = DecimalText.padded(UInt64(parts.tm_year + 1900), 4)
            let expected = "\(year)-\(date[0])-\(date[1])T\(date[2]):\(date[3]):\(date[4])Z"
            #expect(Timestamp(seconds: Int64(seconds)).rfc3339 == expected, "seed \(seed), \(seconds)")
        }
    }

    @Test("figures without a locale")
    func figures() {
        #expect(DecimalText.fixed(1.005, 1) == "1.0")
        #expect(DecimalText.fixed(-2.25, 1) == "-2.3")
        #expect(DecimalText.fixed(0.999, 2) == "1.00")
        #expect(DecimalText.fixed(.infinity, 1) == "-")
        #expect(DecimalText.fixed(12, 0) == "12")
        #expect(["0", "999", "1,000", "1,234,567"] == [0, 999, 1000, 1_234_567].map { DecimalText.grouped($0) })
    }

    @Test("Base64 of RFC 4648, both ways")
    func base64() {
        let vectors = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, text) in vectors {
            #expect(Base64.encode(Array(plain.utf8)) == text)
            #expect(Base64.decode(text) == Array(plain.utf8))
        }
        #expect(Base64.decode("-_8") == [0xFB, 0xFF])
        for wrong in ["A", "AAAAA", "A B=", "Zg!="] { #expect(Base64.decode(wrong) == nil) }
    }
}
