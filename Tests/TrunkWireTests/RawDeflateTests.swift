import NIOCore
import Testing

@testable import TrunkWire

@Suite("Raw deflate")
struct RawDeflateTests {
    private static let message = Array(repeating: Array("+442079460123,2001,london;".utf8), count: 200).flatMap { $0 }

    private func compressed(_ message: [UInt8]) throws -> [UInt8] {
        var deflater = try RawDeflater()
        var output = ByteBuffer()
        let saved = message.withUnsafeBytes { deflater.compress($0, into: &output) }
        #expect(saved)
        return Array(output.readableBytesView)
    }

    private func decompress(_ wire: [UInt8], declared: UInt32, limit: Int = 1 << 20) throws -> [UInt8] {
        var inflater = try RawInflater()
        var output = ByteBuffer()
        do {
            try wire.withUnsafeBytes { raw in
                try inflater.decompress(raw, declared: declared, decodedBytesMax: limit, into: &output)
            }
        } catch {
            #expect(output.readableBytes == 0)
            throw error
        }
        return Array(output.readableBytesView)
    }

    @Test("ZL-1 what was compressed comes back, and one context serves many messages (ZL-2)")
    func roundTrip() throws {
        var deflater = try RawDeflater()
        var inflater = try RawInflater()
        for length in [1_024, 1_025, 4_000, Self.message.count] {
            let message = Array(Self.message.prefix(length))
            var wire = ByteBuffer()
            var decoded = ByteBuffer()
            let saved = message.withUnsafeBytes { deflater.compress($0, into: &wire) }
            #expect(saved)
            #expect(wire.readableBytes <= message.count * 9 / 10)
            try wire.withUnsafeReadableBytes { raw in
                try inflater.decompress(raw, declared: UInt32(length), decodedBytesMax: length, into: &decoded)
            }
            #expect(Array(decoded.readableBytesView) == message)
        }
    }

    @Test("ZL-3 short messages and messages that do not shrink are sent as they are")
    func notWorthIt() throws {
        var deflater = try RawDeflater()
        var output = ByteBuffer()
        let short = Array(Self.message.prefix(1_023))
        let shortSaved = short.withUnsafeBytes { deflater.compress($0, into: &output) }
        #expect(!shortSaved)
        var state: UInt64 = 42
        let noise = (0..<4_096).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        let noiseSaved = noise.withUnsafeBytes { deflater.compress($0, into: &output) }
        #expect(!noiseSaved)
        #expect(output.readableBytes == 0)
    }

    @Test("ZL-5 every prefix of a compressed message is an error, never a loop")
    func everyPrefix() throws {
        let wire = try compressed(Self.message)
        for length in 0..<wire.count {
            #expect(throws: RawDeflateError.self) {
                try decompress(Array(wire.prefix(length)), declared: UInt32(Self.message.count))
            }
        }
    }

    @Test("ZL-5 the declared length is exact")
    func declaredLength() throws {
        let wire = try compressed(Self.message)
        let count = UInt32(Self.message.count)
        #expect(throws: RawDeflateError.shorterThanDeclared) { try decompress(wire, declared: count + 1) }
        #expect(throws: RawDeflateError.longerThanDeclared) { try decompress(wire, declared: count - 1) }
        #expect(throws: RawDeflateError.trailingBytes) { try decompress(wire + [0], declared: count) }
        #expect(throws: RawDeflateError.tooLong) { try decompress(wire, declared: count, limit: Int(count) - 1) }
        #expect(try decompress(wire, declared: count, limit: Int(count)) == Self.message)
    }

    @Test("ZL-5 a bomb is refused by its ratio before anything is inflated")
    func bomb() throws {
        let wire = try compressed([UInt8](repeating: 0, count: RawInflater.anyRatioBytesMax))
        #expect(wire.count * 100 < 1 << 20)
        #expect(throws: RawDeflateError.ratio) { try decompress(wire, declared: 1 << 20) }
    }

    @Test("ZL-5 what shrinks further than a reader believes is not sent compressed")
    func ownBomb() throws {
        var deflater = try RawDeflater()
        var output = ByteBuffer(string: "before")
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        let saved = zeros.withUnsafeBytes { deflater.compress($0, into: &output) }
        #expect(!saved)
        #expect(String(buffer: output) == "before")
    }

    @Test("ZL-6 an empty message may be compressed, with declared length 0 only")
    func emptyMessage() throws {
        let empty: [UInt8] = [0x03, 0x00]
        #expect(try decompress(empty, declared: 0) == [])
        #expect(throws: RawDeflateError.shorterThanDeclared) { try decompress(empty, declared: 1) }
    }

    @Test("ZL-8 after an error the context serves the next message")
    func afterAnError() throws {
        let wire = try compressed(Self.message)
        var inflater = try RawInflater()
        var output = ByteBuffer()
        var failure: RawDeflateError?
        do {
            try [UInt8](repeating: 0xFF, count: 64).withUnsafeBytes { raw in
                try inflater.decompress(raw, declared: 64, decodedBytesMax: 64, into: &output)
            }
        } catch {
            failure = error as? RawDeflateError
        }
        #expect(failure == .corrupt)
        try wire.withUnsafeBytes { raw in
            try inflater.decompress(
                raw, declared: UInt32(Self.message.count), decodedBytesMax: Self.message.count, into: &output)
        }
        #expect(Array(output.readableBytesView) == Self.message)
    }
}
