import NIOCore
import Testing

@testable import TrunkWire

@Suite("Frame header") struct FrameHeaderTests {
    @Test("the 12 bytes stand where the picture has them")
    func picture() {
        var bytes = ByteBuffer()
        let header = FrameHeader(
            length: 0x0001_0203, type: .end, flags: [.noRetry, .truncated], code: 0x0506,
            stream: StreamID(rawValue: 0x0708_090B))
        header.write(into: &bytes)
        #expect(bytes == Bytes.hex("00 01 02 03 05 60 05 06 07 08 09 0B").buffer)
        #expect(FrameHeader(peeking: bytes, at: 0) == header)
        #expect(FrameHeader(peeking: bytes, at: 1) == nil)
    }

    private func check(
        _ header: FrameHeader, from sender: Side = .client, hello: Bool = false, last: UInt32 = 9, max: Int = 65_536
    ) -> ConnectionViolation? {
        do throws(ConnectionViolation) {
            try header.check(
                .init(sender: sender, frameBytesMax: max, helloAwaited: hello, lastStream: StreamID(rawValue: last)))
            return nil
        } catch {
            return error
        }
    }

    private func stream(_ raw: UInt32) -> StreamID { StreamID(rawValue: raw) }

    @Test("the top byte of a length is 0, whatever the limit is (TRK-201)")
    func topByte() {
        let fits = FrameHeader(length: 0x00FF_FFFF, type: .message, stream: self.stream(1))
        #expect(self.check(fits, max: 0x7FFF_FFFF) == nil)
        let over = FrameHeader(length: 0x0100_0000, type: .message, stream: self.stream(1))
        #expect(
            self.check(over, max: 0x7FFF_FFFF) == ConnectionViolation(.frameLengthTopByte, reason: .frameSize))
    }

    @Test("every type byte is known, an extension, or refused (TRK-203, TRK-213)")
    func types() {
        for raw in UInt8.min...UInt8.max {
            let violation = self.check(FrameHeader(length: 8, type: FrameType(rawValue: raw), stream: self.stream(2)))
            switch raw {
            case 0x80...: #expect(violation == nil)
            case 0x01...0x0A: #expect(violation?.rule != .unknownType)
            default: #expect(violation == ConnectionViolation(.unknownType))
            }
        }
    }

    @Test("a defined flag is allowed where the table has it, and the undefined one everywhere (TRK-205, TRK-206)")
    func flags() {
        let table: [(FrameType, Side, UInt8)] = [
            (.hello, .client, 0), (.request, .client, 0x0F), (.response, .server, 0x0F), (.message, .client, 0x07),
            (.message, .server, 0x07), (.end, .client, 0), (.end, .server, 0x70), (.reset, .client, 0),
            (.credit, .server, 0), (.ping, .client, 0), (.pong, .server, 0), (.goAway, .client, 0),
        ]
        for (type, side, allowed) in table {
            let length: UInt32 = type == .credit ? 4 : type == .goAway ? 12 : type == .end && side == .client ? 0 : 8
            for bit in 0..<8 {
                let flags = FrameFlags(rawValue: 1 << UInt8(bit))
                let raw: UInt32 = type.isAboutConnection ? 0 : type == .request ? 11 : 9
                let header = FrameHeader(length: length, type: type, flags: flags, stream: self.stream(raw))
                let isAllowed = bit == 7 || allowed & flags.rawValue != 0
                let violation = self.check(header, from: side, hello: type == .hello)
                #expect(violation == (isAllowed ? nil : ConnectionViolation(.flagNotAllowed)), "\(type) \(bit)")
            }
        }
    }

    @Test("fixed lengths (TRK-207)")
    func fixedLengths() {
        let table: [(FrameType, Side, allowed: [UInt32], refused: [UInt32])] = [
            (.ping, .client, [8], [0, 7, 9]), (.pong, .client, [8], [0, 7, 9]), (.credit, .client, [4], [0, 3, 5]),
            (.end, .client, [0], [1, 8]), (.end, .server, [0, 7, 8, 900], []), (.goAway, .client, [12, 400], [0, 11]),
            (.reset, .client, [0, 128, 129], []),
        ]
        for (type, side, allowed, refused) in table {
            let stream = self.stream(type.isAboutConnection ? 0 : 9)
            for length in allowed {
                #expect(self.check(FrameHeader(length: length, type: type, stream: stream), from: side) == nil)
            }
            for length in refused {
                #expect(
                    self.check(FrameHeader(length: length, type: type, stream: stream), from: side)
                        == ConnectionViolation(.wrongFixedLength))
            }
        }
    }

    @Test("stream 0 is the connection, and only the connection (TRK-208)")
    func connectionStream() {
        for (type, length) in [(FrameType.ping, UInt32(8)), (.pong, 8), (.goAway, 12), (.hello, 0)] {
            let header = FrameHeader(length: length, type: type, stream: self.stream(1))
            #expect(self.check(header, hello: type == .hello) == ConnectionViolation(.streamMisplaced))
        }
        for (type, length) in [(FrameType.request, UInt32(20)), (.message, 1), (.end, 0), (.reset, 0), (.credit, 4)] {
            #expect(self.check(FrameHeader(length: length, type: type)) == ConnectionViolation(.streamMisplaced))
        }
    }

    @Test("ids are odd and small, REQUESTs grow, other frames stay at or below the last (TRK-209 to TRK-211)")
    func ids() {
        for raw: UInt32 in [2, 10, 0x7FFF_FFFE, 0x8000_0001, 0xFFFF_FFFF] {
            let header = FrameHeader(type: .request, stream: self.stream(raw))
            #expect(self.check(header) == ConnectionViolation(.notACallID))
        }
        for (raw, rule) in [(UInt32(9), Rule?.some(.idNotAbove)), (7, .idNotAbove), (11, nil), (0x7FFF_FFFF, nil)] {
            #expect(self.check(FrameHeader(type: .request, stream: self.stream(raw)))?.rule == rule)
        }
        for (raw, rule) in [(UInt32(9), Rule?.none), (5, nil), (11, .idNeverOpened)] {
            #expect(self.check(FrameHeader(type: .message, stream: self.stream(raw)))?.rule == rule)
        }
    }

    @Test("each side sends what its column has (TRK-204)")
    func direction() {
        #expect(self.check(FrameHeader(type: .response, stream: self.stream(9)))?.rule == .wrongDirection)
        #expect(
            self.check(FrameHeader(type: .request, stream: self.stream(11)), from: .server)?.rule == .wrongDirection)
        #expect(self.check(FrameHeader(type: .reset, stream: self.stream(9)), from: .server)?.rule == .wrongDirection)
    }

    @Test("before HELLO only HELLO and GOAWAY, after it no HELLO (TRK-110 to TRK-112)")
    func hello() {
        #expect(self.check(FrameHeader(type: .hello), hello: true) == nil)
        #expect(self.check(FrameHeader(length: 12, type: .goAway), hello: true) == nil)
        #expect(self.check(FrameHeader(type: FrameType(rawValue: 0xF1)), hello: true)?.rule == .helloFirst)
        #expect(self.check(FrameHeader(type: .hello))?.rule == .helloOnce)
        let long = FrameHeader(length: 4_097, type: .hello)
        #expect(self.check(long, hello: true) == ConnectionViolation(.helloTooLong, reason: .frameSize))
    }
}
