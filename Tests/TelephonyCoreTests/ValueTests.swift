import TelephonyCore
import Testing

@Suite("Values")
struct ValueTests {
    @Test("T-6 only the canonical spelling of E.164 is a number")
    func e164() {
        #expect(E164("+442079460101")?.text == "+442079460101")
        #expect(E164("+12")?.value == 12)
        #expect(E164("+123456789012345")?.text == "+123456789012345")
        let others = [
            "", "+", "442079460101", "+4", "+0442079460101", "+44 2079460101", "+44-20", "++44", "+1234567890123456",
            "+４４2079", "00442079460101", "+44a", "+44\0",
        ]
        for text in others { #expect(E164(text) == nil, "\(text)") }
        #expect(E164(value: 9) == nil && E164(value: 10) != nil)
        #expect(E164(value: 1_000_000_000_000_000) == nil && E164(value: 999_999_999_999_999) != nil)
    }

    @Test("extensions keep their leading zeros")
    func extensions() {
        for text in ["00", "0042", "42", "12345678", "00000000"] { #expect(ext(text).text == text) }
        #expect(ext("0042") != ext("42") && ext("42") < ext("0042"))
        #expect(ext("0042").count == 4 && ext("0042").digit(at: 2) == 4)
        for text in ["", "1", "123456789", "1a", "1 2", "١٢"] { #expect(ExtensionNumber(text) == nil) }
    }

    @Test("ids are short, lower case, and begin with a letter or digit")
    func ids() {
        for text in ["a", "0", "acme-2", String(repeating: "x", count: 63)] { #expect(SiteID(text)?.text == text) }
        for text in ["", "-a", "A", "a_b", "a b", "é", String(repeating: "x", count: 64)] {
            #expect(SiteID(text) == nil)
        }
    }

    @Test("RL-26 times stop at the ends of their range instead of trapping")
    func times() {
        let now = WallTime(microseconds: 1)
        #expect(now.adding(.microseconds(2)).microseconds == 3)
        #expect(now.adding(.milliseconds(-1)).microseconds == -999)
        #expect(now.adding(.seconds(Int64.max)).microseconds == .max)
        #expect(now.adding(.seconds(Int64.min)).microseconds == .min)
        #expect(WallTime(microseconds: .max).adding(.microseconds(1)).microseconds == .max)
        #expect(WallTime(microseconds: .min).adding(.seconds(-1)).microseconds == .min)
    }

    @Test("only a UUID of version 7 is a request id, and tells its time")
    func requestIDs() {
        let bytes: [UInt8] = [1, 0x9B, 0x76, 0xDA, 0x90, 0, 0x7A, 1, 0x80, 0, 0, 0, 0, 0, 0, 1]
        let uuid = UUIDBytes(bytes: bytes)
        #expect(uuid?.bytes == bytes)
        let time = WallTime(microseconds: 0x019B_76DA_9000 * 1_000)
        #expect(uuid.flatMap { RequestID(uuid: $0) }?.time == time)
        #expect(RequestID(uuid: UUIDBytes(high: 0x4000, low: 1 << 63)) == nil, "version 4")
        #expect(RequestID(uuid: UUIDBytes(high: 0x7000, low: 0)) == nil, "another variant")
        #expect(RequestID(uuid: UUIDBytes(high: .max & ~0x8000, low: 2 << 62)) != nil, "the far future does not trap")
        #expect(UUIDBytes(bytes: bytes.dropLast()) == nil)
    }

    @Test("ids of numbers are UUIDs of version 4, seed 41")
    func numberIDs() {
        var random = SeededGenerator(seed: 41)
        let ids = (0..<1_000).map { _ in NumberID(random: &random) }
        #expect(Set(ids).count == 1_000)
        #expect(ids.allSatisfy { $0.uuid.high >> 12 & 0xF == 4 && $0.uuid.low >> 62 == 2 })
    }

    @Test("RL-29 a PIN keeps its digits in order, forwards, backwards and as ASCII, up to 64")
    func pins() {
        let digits = "1234567890123456789012345678901234567890123456789012345678901234"
        for length in [1, 4, 15, 16, 17, 48, 64] {
            let text = String(digits.prefix(length))
            secret(text).withPIN { pin in
                #expect(pin.count == length && pin.isWellFormed)
                #expect(pin.withASCII { String(decoding: $0, as: UTF8.self) } == text)
                let reversed = pin.reversed()
                #expect(reversed.withASCII { String(decoding: $0, as: UTF8.self) } == String(text.reversed()))
                let isWellFormed = reversed.isWellFormed
                #expect(isWellFormed)
            }
        }
        #expect(secret(digits + "5").withPIN { !$0.isWellFormed && $0.count == 64 })
        #expect(secret("").withPIN { !$0.isWellFormed && $0.count == 0 })
        func isWellFormed(_ digits: [UInt8]) -> Bool { PIN(digits: digits).isWellFormed }
        #expect(!isWellFormed([1, 10]))
        #expect(!isWellFormed([]))
        #expect(isWellFormed([0, 9]))
    }

    @Test("an address says itself for the audit")
    func addresses() {
        #expect(World.desk.text == "+442079460101")
        #expect(NumberAddress.extensionAtSite(ext("0042"), World.london).text == "0042@london")
        #expect(NumberOwner.operator(World.landlord).text == "northside")
        #expect(NumberOwner.occupier(World.acme).rowKey == .occupier(World.acme))
    }

    @Test("a row loaded again does not undo what a command of the batch has changed")
    func rows() throws {
        let world = try World()
        let old = try world.row()
        var new = old
        new.touch(at: world.store.now)
        var changes = Changes()
        #expect(changes.isEmpty)
        changes.numbers = [new]
        #expect(!changes.isEmpty)
        var rows = Rows()
        rows.load(old)
        rows.apply(changes)
        rows.load(old)
        #expect(rows.number(World.desk)?.version == new.version)
        #expect(rows.number(.extensionAtSite(ext("4711"), World.london))?.version == new.version)
        #expect(!rows.isLoaded(.number(World.desk)))
        #expect(rows.missing([.number(World.desk)]) == [.number(World.desk)])
        rows.markLoaded([.number(World.desk)])
        #expect(rows.missing([.number(World.desk)]).isEmpty)
    }

    @Test("a main number that changes hands is no longer its old owner's")
    func mainNumbers() throws {
        let world = try World()
        var main = try world.row(World.main)
        var rows = Rows()
        rows.load(main)
        #expect(rows.mainNumber(of: .occupier(World.acme), at: World.london)?.id == main.id)
        main.owner = .occupier(World.bolt)
        var changes = Changes()
        changes.numbers = [main]
        rows.apply(changes)
        #expect(rows.mainNumber(of: .occupier(World.acme), at: World.london) == nil)
        #expect(rows.mainNumber(of: .occupier(World.bolt), at: World.london)?.id == main.id)
    }
}
