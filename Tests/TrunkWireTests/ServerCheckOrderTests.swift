import NIOCore
import Testing

@testable import TrunkWire

/// A REQUEST that breaks two rules, and the one that decides.
struct DoubleFault: Sendable, CustomTestStringConvertible {
    let first: Rule
    let second: Rule
    let bytes: Bytes

    init(_ first: Rule, before second: Rule, _ bytes: Bytes) {
        self.first = first
        self.second = second
        self.bytes = bytes
    }

    var testDescription: String { "TRK-\(self.first.rawValue) before TRK-\(self.second.rawValue)" }

    private static let repeated = Bytes.tlv(5, [1]) + Bytes.tlv(5, [1])
    private static let padding = [UInt8](repeating: 0, count: 9_000)
    private static let part = Flag.hasMessage | Flag.more

    static let all: [DoubleFault] = [
        .init(.headerOverruns, before: .messageUnannounced, .frame(0x02, flags: Flag.more, stream: 3, Self.overrun)),
        .init(
            .metadataTooLong, before: .metadataOverruns,
            .request(3, metadata: Bytes.tlv(0x30, Self.padding) + [4], ByteBuffer())),
        .init(
            .metadataRepeated, before: .metadataOverruns,
            .request(3, metadata: Self.repeated + [4, 0], ByteBuffer())),
        .init(
            .metadataRepeated, before: .creditOverflow,
            .request(3, credit: 0x8000_0000, metadata: Self.repeated, ByteBuffer())),
        .init(
            .creditOverflow, before: .messageUnannounced,
            .request(3, flags: Flag.end, credit: 0x8000_0000, ByteBuffer(string: "m"))),
        .init(
            .messageUnannounced, before: .noMessage, .request(3, flags: Flag.end, ByteBuffer(string: "m"))),
        .init(
            .moreWithEnd, before: .compressionNotNegotiated,
            .request(3, flags: Self.part | Flag.end | Flag.compressed, Bytes.total(1, "a"))),
        .init(
            .compressionNotNegotiated, before: .wrongTotal,
            .request(3, flags: Self.part | Flag.compressed, Bytes.total(1, "abc"))),
        .init(.wrongTotal, before: .messageTooLong, .request(3, flags: Self.part, ByteBuffer(bytes: [0x7F, 0xFF]))),
        .init(.emptyFragment, before: .messageTooLong, .request(3, total: 0x7FFF_FFFF, "")),
        .init(.messageTooLong, before: .poolExhausted, .request(3, total: 0x7FFF_FFFF, "a")),
    ]

    private static let overrun = ByteBuffer(bytes: [0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65])
}

@Suite("Server: the order of checks on a call (TRK-326)") struct ServerCheckOrderTests {
    @Test("the first check that fails decides", arguments: DoubleFault.all)
    func order(fault: DoubleFault) throws {
        let server = ServerBench.open()
        #expect(server.read(fault.bytes) == [])
        let line = try #require(server.written().first)
        #expect(line.hasPrefix("END 3 [NOT_EXECUTED NO_RETRY]") && line.hasSuffix(fault.first.text), "\(line)")
        #expect(server.openCallCount == 0)
    }

    @Test("without a free slot a call is refused for that, however malformed it is (TRK-807)")
    func slotFirst() {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 16
        let server = ServerBench.open(limits: limits)
        for call in 0..<16 { _ = server.read(.request(UInt32(2 * call + 1), "a")) }
        for (index, malformed) in MalformedRequest.all.prefix(4).enumerated() {
            var bytes = malformed.bytes
            bytes.buffer.setInteger(UInt32(33 + 2 * index), at: 8)
            #expect(server.read(bytes) == [])
            #expect(server.written() == ["END \(33 + 2 * index) [NOT_EXECUTED] 8 \(Rule.tooManyStreams.text)"])
        }
    }

    @Test("a call above a drain's last id is dropped unread, however malformed it is (TRK-706)")
    func drainFirst() throws {
        let server = ServerBench.open()
        server.drain()
        let ping = try #require(server.takePing())
        _ = server.read(.pong(ping))
        #expect(server.written() == ["GOAWAY 8 last 0 "])
        #expect(server.read(MalformedRequest.all[0].bytes) == [])
        #expect(server.written() == [])
    }
}
