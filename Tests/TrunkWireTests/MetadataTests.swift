import NIOCore
import Testing

@testable import TrunkWire

@Suite("Metadata") struct MetadataTests {
    @Test("what is appended is found, in order, and reads back through the checks")
    func roundTrip() throws {
        var metadata = Metadata()
        #expect(metadata.isEmpty)
        metadata.append(.callID, "c1")
        metadata.append(.retryAfter, UInt64(1_500))
        metadata.append(HitLimit(name: "metadata_bytes", value: 8_192))
        metadata.append(name: "a.b-c_1", ByteBuffer(string: "v"))
        metadata.append(name: "a.b-c_1", ByteBuffer(string: "w"))
        let read = try Metadata(checking: metadata.bytes, limits: WireLimits())
        #expect(read == metadata)
        #expect(read.map(\.id) == [.callID, .retryAfter, .hitLimit, .namedPair, .namedPair])
        #expect(read.retryAfterMicros == 1_500)
        #expect(read.hitLimit == HitLimit(name: "metadata_bytes", value: 8_192))
        let pair = try #require(read.first(.namedPair).flatMap { NamedPair(reading: $0) })
        #expect(pair.name == "a.b-c_1")
        #expect(pair.value == ByteBuffer(string: "v"))
        #expect(read.first(.bearerToken) == nil)
    }

    @Test("names and values that are not allowed are not appended (TRK-305)")
    func refusedAppends() {
        var metadata = Metadata()
        for name in ["", "A", "a b", "é", String(repeating: "a", count: 256)] {
            let appended = metadata.append(name: name, ByteBuffer())
            #expect(!appended, "\(name)")
        }
        let appended = metadata.append(.padding, ByteBuffer(repeating: 0, count: 65_536))
        #expect(!appended)
        #expect(metadata.isEmpty)
    }

    @Test("a value of the wrong width counts as absent")
    func wrongWidth() {
        for bytes in [[], [1], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 8, 9]] as [[UInt8]] {
            var metadata = Metadata()
            metadata.append(.retryAfter, ByteBuffer(bytes: bytes))
            metadata.append(.hitLimit, ByteBuffer(bytes: bytes))
            #expect(metadata.retryAfterMicros == nil)
            #expect(metadata.hitLimit == nil)
        }
    }

    @Test("every single id may stand once (TRK-304)")
    func singles() {
        for raw in UInt8.min...UInt8.max where raw != MetadataID.namedPair.rawValue {
            let twice = ByteBuffer(bytes: Bytes.tlv(raw, [1]) + Bytes.tlv(raw, [1]))
            let isSingle = [2, 3, 4, 5, 0x20, 0x21, 0x22, 0x23].contains(raw)
            #expect((try? Metadata(checking: twice, limits: WireLimits())) == nil ? isSingle : !isSingle, "\(raw)")
        }
    }

    @Test("every prefix of a block is read or refused, never trapped on (TRK-303)")
    func prefixes() {
        let whole = Bytes.tlv(4, [1, 2]) + Bytes.tlv(0xF0, [1, 97, 9]) + Bytes.tlv(0x30, [])
        for count in 0...whole.count {
            let isBoundary = [0, 5, 11, 14].contains(count)
            let bytes = ByteBuffer(bytes: whole.prefix(count))
            #expect(((try? Metadata(checking: bytes, limits: WireLimits())) != nil) == isBoundary, "\(count)")
        }
    }

    @Test("no value is shown: it may be a token")
    func redacted() {
        var metadata = Metadata()
        metadata.append(.bearerToken, "hush")
        #expect("\(metadata)" == "Metadata(7 bytes)")
        #expect(!String(reflecting: metadata).contains("hush"))
        var dumped = ""
        dump(metadata, to: &dumped)
        #expect(!dumped.contains("hush"))
        var token = ""
        dump(BearerToken(bytes: ByteBuffer(string: "hush")), to: &token)
        #expect(!token.contains("hush"))
    }
}
