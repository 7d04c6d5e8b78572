import NIOCore
import Testing

@testable import TrunkWire

/// A field of the wire that holds a length, a count, a total or credit, around every border.
struct LengthField: Sendable, CustomTestStringConvertible {
    let name: String
    let sender: Side
    /// A frame with this value, and what of it is there: never the bytes it announces.
    let bytes: @Sendable (UInt32) -> Bytes
    let values: [UInt32]
    /// The reaction, by value.
    let wanted: @Sendable (UInt32) -> String

    /// The field comes behind a REQUEST that is accepted as a stream, and which is so long.
    var isInStream: Bool { self.sender == .client && self.name.hasSuffix("stream") }
    static let openingBytes = Bytes.request(5, flags: 0, ByteBuffer()).buffer.readableBytes

    var testDescription: String { "\(self.name) from \(self.sender)" }

    static let edges: [UInt32] = [
        0, 1, 49_152, 49_153, 65_535, 65_536, 65_537, 0x000F_FFFF, 0x0010_0000, 0x0010_0001, 0x003F_FFFF, 0x0040_0000,
        0x0040_0001, 0x00FF_FFFF, 0x0100_0000, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ]

    init(
        _ name: String, from sender: Side, _ values: [UInt32] = Self.edges,
        _ bytes: @escaping @Sendable (UInt32) -> Bytes,
        wanted: @escaping @Sendable (UInt32) -> String
    ) {
        self.name = name
        self.sender = sender
        self.bytes = bytes
        self.values = values
        self.wanted = wanted
    }

    static let all: [LengthField] = Self.headers + Self.server + Self.client

    /// A frame's length, of a REQUEST and of a RESPONSE; the payload does not come.
    private static let headers: [LengthField] = [Side.client, .server].map { side in
        LengthField("frame length", from: side) {
            .header(length: $0, type: side == .client ? 2 : 3, stream: 5)
        } wanted: { value in
            let last = side == .client ? 0 : 0
            if value >> 24 != 0 { return "GOAWAY 3 last \(last) TRK-201; closed" }
            if value > 65_536 { return "GOAWAY 3 last \(last) TRK-202; closed" }
            if value == 0 {
                return side == .client
                    ? "END 5 [NOT_EXECUTED NO_RETRY] 3 TRK-301"
                    : "failed 5 internalError holds slot TRK-301; RESET 5 1 TRK-301"
            }
            return ""
        }
    }

    private static let part = Flag.hasMessage | Flag.more
    private static let mebibyte: UInt32 = 1 << 20

    /// A total of a message, one byte of which comes.
    private static func total(_ value: UInt32, _ refused: (Int) -> String, taken: String) -> String {
        if value < (CallModel.lastHasNoMore ? 2 : 1) { return refused(308) }
        return value > Self.mebibyte ? refused(803) : taken
    }

    private static let server: [LengthField] = [
        .init("total of a REQUEST", from: .client) {
            .request(5, flags: part, .words($0, text: "x"))
        } wanted: { value in
            Self.total(value, { refusedRequest($0) }, taken: "call 5 a.B/C of \(value)")
        },
        .init("decoded length of a REQUEST", from: .client) {
            .request(5, flags: Flag.hasMessage | Flag.compressed, .words($0, text: "x"))
        } wanted: {
            $0 > 4 * mebibyte ? refusedRequest(804) : "call 5 a.B/C 1"
        },
        .init("total of a compressed REQUEST", from: .client) {
            .request(5, flags: part | Flag.compressed, .words(9, $0, text: "x"))
        } wanted: { value in
            Self.total(value, { refusedRequest($0) }, taken: "call 5 a.B/C of \(value)")
        },
        .init("credit in a REQUEST", from: .client) {
            .request(5, credit: $0, ByteBuffer(string: "x"))
        } wanted: {
            $0 > 0x7FFF_FFFF ? "END 5 [NOT_EXECUTED NO_RETRY] 13 TRK-402" : "call 5 a.B/C 1"
        },
        .init("metadata bytes of a REQUEST", from: .client, [0, 1, 2, 255, 8_192, 8_193, 0x7FFF, 0xFFFF]) {
            Self.damaged(.request(5, ByteBuffer(string: "x")), at: 12, UInt16($0))
        } wanted: {
            $0 == 0 ? "call 5 a.B/C 1" : refusedRequest($0 == 1 ? 303 : 302)
        },
        .init("path bytes of a REQUEST", from: .client, [0, 5, 6, 7, 8, 127, 128, 255]) {
            Self.damaged(.request(5, ByteBuffer(string: "x")), at: 14, UInt8($0))
        } wanted: {
            $0 > 6 ? refusedRequest(302) : "call"
        },
        .init("length of a metadata TLV", from: .client, [0, 1, 2, 3, 255, 8_192, 0x7FFF, 0xFFFF]) {
            .request(5, metadata: [0x30, UInt8($0 >> 8), UInt8($0 & 0xFF), 1, 1], ByteBuffer(string: "x"))
        } wanted: {
            $0 == 2 ? "call 5 a.B/C 1" : refusedRequest(303)
        },
        .init("total in a stream", from: .client) {
            .request(5, flags: 0, ByteBuffer()) + .frame(0x04, flags: Flag.more, stream: 5, .words($0, text: "x"))
        } wanted: { value in
            Self.total(
                value,
                { "cancel 5 TRK-\($0); END 5 [NO_RETRY] \($0 == 803 ? 8 : 3) TRK-\($0)" }, taken: "")
        },
        .init("credit for a stream", from: .client) {
            .request(5, flags: 0, ByteBuffer()) + .credit(5, $0)
        } wanted: { value in
            if value == 0 { return "cancel 5 TRK-401; END 5 [NO_RETRY] 13 TRK-401" }
            return value > 0x7FFF_FFFF - 65_536 ? "cancel 5 TRK-402; END 5 [NO_RETRY] 13 TRK-402" : ""
        },
    ]

    private static let client: [LengthField] = [
        .init("total of a RESPONSE", from: .server) {
            .response(5, flags: part, .words($0, text: "x"))
        } wanted: { value in
            Self.total(value, { failed($0) }, taken: "")
        },
        .init("decoded length of a RESPONSE", from: .server) {
            .response(5, flags: part | Flag.compressed, .words($0, 9, text: "x"))
        } wanted: {
            $0 > 4 * mebibyte ? failed(804) : ""
        },
        .init("metadata bytes of a RESPONSE", from: .server, [0, 1, 255, 8_192, 8_193, 0xFFFF]) {
            Self.damaged(.response(5, flags: part, .words(9, text: "x")), at: 12, UInt16($0))
        } wanted: {
            $0 == 0 ? "" : failed($0 == 1 ? 303 : 302)
        },
        .init("credit for a stream", from: .server) {
            .credit(5, $0)
        } wanted: { value in
            value == 0 ? failed(401) : value > 0x7FFF_FFFF - 65_536 ? failed(402) : ""
        },
    ]

    @Sendable private static func refusedRequest(_ rule: Int) -> String {
        "END 5 [NOT_EXECUTED NO_RETRY] \(rule == 803 || rule == 804 ? 8 : 3) TRK-\(rule)"
    }

    @Sendable private static func failed(_ rule: Int) -> String {
        let status = rule == 803 || rule == 804 ? "resourceExhausted" : "internalError"
        return "failed 5 \(status) holds slot TRK-\(rule); RESET 5 1 TRK-\(rule)"
    }

    private static func damaged(_ bytes: Bytes, at offset: Int, _ value: some FixedWidthInteger) -> Bytes {
        var bytes = bytes
        bytes.buffer.setInteger(value, at: offset)
        return bytes
    }
}
