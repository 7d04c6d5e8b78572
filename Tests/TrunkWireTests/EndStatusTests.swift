import NIOCore
import Testing

@testable import TrunkWire

@Suite("Status of a call on the wire") struct EndStatusTests {
    private func write(_ status: EndStatus, peer: Settings = .floor) throws -> (flags: UInt8, [UInt8: ByteBuffer]) {
        var out = ByteBuffer()
        status.write(stream: .first, header: ReplyHeader(), peer: peer, into: &out)
        let length = try #require(out.getInteger(at: 0, as: UInt32.self))
        #expect(Int(length) + 12 == out.readableBytes)
        let payload = try #require(out.getSlice(at: 12, length: Int(length)))
        let metadata = try #require(payload.getInteger(at: payload.readerIndex, as: UInt16.self))
        #expect(Int(metadata) + 8 == Int(length))
        #expect(Int(metadata) <= peer.metadataBytesMax)
        return (try #require(out.getInteger(at: 5)), metadataEntries(payload))
    }

    @Test("text of 1 KiB is sent whole, longer text is cut between characters and says so (TRK-601)")
    func text() throws {
        let whole = try self.write(EndStatus(.aborted, text: String(repeating: "x", count: 1_024)))
        #expect(whole.flags == 0)
        #expect(whole.1[0x20]?.readableBytes == 1_024)
        let cut = try self.write(EndStatus(.aborted, text: "x" + String(repeating: "é", count: 600)))
        #expect(cut.flags == 0x40)
        #expect(cut.1[0x20].map { String(buffer: $0) } == "x" + String(repeating: "é", count: 511))
    }

    @Test("details of 4 KiB are sent, one byte more is left out whole and says so (TRK-602)")
    func details() throws {
        let roomy = try Settings(reading: ByteBuffer(bytes: Bytes.number(9, 65_535)), from: .client)
        let whole = try self.write(EndStatus(.aborted, details: ByteBuffer(repeating: 1, count: 4_096)), peer: roomy)
        #expect(whole.flags == 0)
        #expect(whole.1[0x21]?.readableBytes == 4_096)
        let cut = try self.write(EndStatus(.aborted, details: ByteBuffer(repeating: 1, count: 4_097)), peer: roomy)
        #expect(cut.flags == 0x40)
        #expect(cut.1[0x21] == nil)
    }

    @Test("what does not fit the peer's limit is left out, the most useful last (TRK-603)")
    func room() throws {
        var metadata = Metadata()
        metadata.append(.retryAfter, UInt64(9))
        let status = EndStatus(
            .resourceExhausted, text: String(repeating: "x", count: 2_000),
            details: ByteBuffer(repeating: 1, count: 4_000), limit: HitLimit(name: "n", value: 1), metadata: metadata,
            flags: [.noRetry, .end])
        let (flags, entries) = try self.write(status)
        #expect(flags == 0x60)
        #expect(Set(entries.keys) == [0x20, 0x22, 0x23])
        var large = status
        large.metadata.append(.padding, ByteBuffer(repeating: 0, count: 4_000))
        let (largeFlags, rest) = try self.write(large)
        #expect(largeFlags == 0x60)
        #expect(Set(rest.keys) == [0x20, 0x23])
    }

    @Test("a text sent for a broken rule begins with its id (TRK-605)")
    func ruleText() throws {
        let (_, entries) = try self.write(EndStatus(CallViolation(.secondMessage)))
        #expect(entries[0x20].map { String(buffer: $0) } == "TRK-312 there is one message this way in this call")
    }
}
