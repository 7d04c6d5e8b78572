import Testing
import TrunkMessages

@Suite("Request ids")
struct RequestIDTests {
    @Test("an id is a UUIDv7: 48 bits of milliseconds, version, variant, 74 random bits")
    func layout() {
        let id = RequestID.new(milliseconds: 0x0123_4567_89AB, random: (.max, .max))
        #expect(id == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0x7F, 0xFF, 0xBF] + [UInt8](repeating: 0xFF, count: 7))
        let zero = RequestID.new(milliseconds: 0, random: (0, 0))
        #expect(zero == [0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("ids differ, and later ones do not sort before earlier ones by their time")
    func order() {
        let ids = (0..<1000).map { _ in RequestID.new() }
        #expect(Set(ids).count == 1000)
        let times = ids.map { $0.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        #expect(times.allSatisfy { $0 > 1_600_000_000_000 })
    }
}
