internal import NIOCore
internal import TrunkWire

/// What one side has written, as an honest peer reads it: whole frames, each allowed where it stands, and nothing
/// for a call that has ended. Reads bytes by itself, without the code under test.
struct WireOutput {
    /// Who writes.
    let writer: Side
    /// Largest payload the reader has announced, bytes; the floor until it has.
    var frameBytesMax = 65_536
    /// The last PING that was written.
    private(set) var ping: UInt64?
    /// Bytes written so far.
    private(set) var byteCount = 0
    /// GOAWAY has been written.
    private(set) var isLeaving = false
    private var opening: Opening = .preface
    private var ended: Set<UInt32> = []
    private var reset: Set<UInt32> = []
    private var halfClosed: Set<UInt32> = []
    /// Bytes that are still to come of the message that has begun on a stream.
    private var missing: [UInt32: Int] = [:]
    private var lastNamed: UInt32?
    /// The highest call that was opened (a client writes).
    private(set) var highestRequest: UInt32 = 0

    private enum Opening {
        case preface
        case hello
        case done
    }

    init(writer: Side) {
        self.writer = writer
    }

    /// Checks what one turn has written. `opened` is the highest stream the reader has opened (a server writes).
    mutating func take(_ bytes: ByteBuffer, opened: UInt32 = 0) {
        self.byteCount += bytes.readableBytes
        var rest = bytes
        if self.opening == .preface, rest.readableBytes > 0 {
            demand(
                rest.readInteger() == Preface.magic && rest.readInteger(as: UInt32.self) != nil, "a preface is first")
            self.opening = .hello
        }
        while rest.readableBytes > 0 {
            guard
                let (length, type, flags, code, stream) = rest.readMultipleIntegers(
                    as: (UInt32, UInt8, UInt8, UInt16, UInt32).self), let payload = rest.readSlice(length: Int(length))
            else {
                demand(false, "a turn ends with a whole frame")
                return
            }
            demand(Int(length) <= self.frameBytesMax, "a frame fits the reader's limit (TRK-202)")
            let frame = WrittenFrame(type: type, flags: flags, code: code, stream: stream, payload: payload)
            self.take(frame, opened: opened)
        }
    }

    private mutating func take(_ frame: WrittenFrame, opened: UInt32) {
        if self.opening == .hello {
            demand(frame.type == 0x01 || frame.type == 0x0A, "HELLO, or GOAWAY in its place, is first (TRK-110)")
            self.opening = .done
            if frame.type == 0x01 { return }
        }
        if frame.type >= 0x80 { return }
        switch frame.type {
        case 0x08, 0x09:
            demand(frame.stream == 0 && frame.payload.readableBytes == 8, "PING and PONG are about the connection")
            if frame.type == 0x08 { self.ping = frame.payload.getInteger(at: frame.payload.readerIndex) }
        case 0x0A: self.goAway(frame)
        default: self.aboutCall(frame, opened: opened)
        }
    }

    private mutating func goAway(_ frame: WrittenFrame) {
        self.isLeaving = true
        demand(frame.stream == 0 && frame.payload.readableBytes >= 12, "GOAWAY is about the connection")
        guard let last: UInt32 = frame.payload.getInteger(at: frame.payload.readerIndex) else { return }
        guard self.writer == .server else { return }
        if let named = self.lastNamed { demand(last <= named, "no GOAWAY raises the last id (TRK-709)") }
        if last != .max { self.lastNamed = last }
    }

    private mutating func aboutCall(_ frame: WrittenFrame, opened: UInt32) {
        demand(frame.stream & 0x8000_0001 == 1, "a call's id is odd (TRK-209)")
        demand(!self.ended.contains(frame.stream), "nothing follows the end of a call, type \(frame.type)")
        switch self.writer {
        case .server:
            demand(frame.stream <= opened, "a server writes for calls that were opened")
            demand([0x03, 0x04, 0x05, 0x07].contains(frame.type), "a server writes no type \(frame.type) (TRK-204)")
            if frame.isServersEnd { self.ended.insert(frame.stream) }
            if frame.type == 0x05 { self.missing[frame.stream] = nil }
        case .client:
            demand([0x02, 0x04, 0x05, 0x06, 0x07].contains(frame.type), "a client writes no type \(frame.type)")
            if frame.type == 0x02 {
                demand(frame.stream > self.highestRequest, "ids only grow (TRK-210)")
                demand(!self.isLeaving, "no call is opened after GOAWAY (TRK-707)")
                self.highestRequest = frame.stream
            }
            demand(frame.stream <= self.highestRequest, "a client writes for calls it has opened (TRK-211)")
            if frame.type == 0x06 { demand(self.reset.insert(frame.stream).inserted, "one RESET for a call") }
            demand(frame.type == 0x06 || !self.reset.contains(frame.stream), "nothing follows RESET")
            if frame.type == 0x04 || frame.type == 0x05 {
                demand(!self.halfClosed.contains(frame.stream), "nothing follows the end of input (TRK-315)")
            }
            if frame.endsInput { self.halfClosed.insert(frame.stream) }
        }
        self.message(frame)
    }

    /// Fragments add up to what was announced (TRK-308).
    private mutating func message(_ frame: WrittenFrame) {
        guard let message = frame.messageBytes else { return }
        if let missing = self.missing[frame.stream] {
            demand(frame.type == 0x04, "a message is finished before the next thing is said")
            demand(message > 0 && message <= missing, "a fragment is not empty, and not too long")
            self.missing[frame.stream] = frame.hasMore ? missing - message : nil
            demand(frame.hasMore == (missing > message), "MORE says whether a fragment follows")
        } else if frame.hasMore {
            let first = message - frame.prefixBytes
            demand(first > 0, "a first fragment is not empty (TRK-309)")
            demand(frame.announcedTotal > first, "a message that is cut is longer than its first fragment")
            self.missing[frame.stream] = frame.announcedTotal - first
        }
    }
}
