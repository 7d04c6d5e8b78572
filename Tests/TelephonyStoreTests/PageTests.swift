import TelephonyCore
import TelephonyStore
import Testing

@Suite("Pages")
struct PageTests {
    @Test("one row more than the limit tells that there is another page; it is not on this one")
    func oneMoreTells() {
        let page = Page([1, 2, 3], limit: 2) { $0 }
        #expect(page.elements == [1, 2])
        #expect(page.next == 2)
        let last = Page([1, 2], limit: 2) { $0 }
        #expect(last.elements == [1, 2])
        #expect(last.next == nil)
        #expect(Page([Int](), limit: 2) { $0 }.next == nil)
    }

    @Test("limits are brought within 1 to 1,000")
    func limitsAreClamped() {
        #expect([-1, 0, 1, 1_000, 1_001, .max].map(PageLimit.clamp) == [1, 1, 1, 1_000, 1_000, 1_000])
    }

    @Test("a position comes back from its bytes; other bytes are none")
    func positionRoundTrips() throws {
        let bytes: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0x10, 0x42, 0, 0, 0x01, 0x92, 0, 0, 0, 7]
        let position = try #require(NumberPosition(bytes: bytes))
        #expect(position.order == .extensionNumber)
        #expect(position.extensionNumber == 0x1042)
        #expect(position.bytes == bytes)
        for count in 0..<17 { #expect(NumberPosition(bytes: Array(bytes.prefix(count))) == nil) }
        #expect(NumberPosition(bytes: bytes + [0]) == nil)
        #expect(NumberPosition(bytes: [3] + bytes.dropFirst()) == nil)
        #expect(NumberPosition(bytes: [1, 0xFF] + bytes.dropFirst(2)) == nil)
    }
}
