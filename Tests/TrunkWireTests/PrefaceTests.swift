import NIOCore
import Testing

@testable import TrunkWire

@Suite("Preface") struct PrefaceTests {
    @Test("the 12 bytes stand where the picture has them")
    func picture() throws {
        var bytes = ByteBuffer()
        Preface(first: 1, second: 3, random: 0xABCD).write(into: &bytes)
        #expect(bytes == Bytes.hex("89 54 52 4B 0D 0A 1A 0A 01 03 AB CD").buffer)
        #expect(try Preface.read(from: &bytes) == Preface(first: 1, second: 3, random: 0xABCD))
        #expect(bytes.readableBytes == 0)
    }

    @Test("every version offer has one answer (TRK-104)")
    func answers() {
        for first in UInt8(0)...5 {
            for second in UInt8(0)...5 {
                let answer = Preface(first: first, second: second, random: 0).answer(random: 7)
                let common = first <= 1 && second >= 1 && first <= second
                #expect(answer == Preface(first: common ? 1 : 0, second: 1, random: 7), "\(first) \(second)")
            }
        }
    }

    @Test("a beginning of the magic is waited for, every other byte is refused in time (TRK-103)")
    func everyPrefix() throws {
        let magic = Array(Bytes.clientPreface.buffer.readableBytesView)
        for count in 0..<12 {
            var good = ByteBuffer(bytes: magic.prefix(count))
            #expect(try Preface.read(from: &good) == nil)
            #expect(good.readableBytes == count)
        }
        for index in 0..<8 {
            var bytes = magic
            bytes[index] ^= 1
            var bad = ByteBuffer(bytes: bytes.prefix(max(4, index < 4 ? 4 : 8)))
            #expect(throws: ForeignPreface(speaks: .unknown)) { try Preface.read(from: &bad) }
        }
    }
}
