internal import NIOCore
internal import TrunkWire

/// A message as one side has sent it, for the other side's check: so many bytes of one value.
struct SentMessage {
    let length: Int
    let fill: UInt8
    let decodedBytes: Int?

    /// Appends the message's bytes.
    func write(into out: inout ByteBuffer) {
        out.writeRepeatingByte(self.fill, count: self.length)
    }

    /// True for what this message must arrive as. Looks at both ends and the middle: every byte of every message
    /// would take most of the time.
    func arrived(as message: WireMessage) -> Bool {
        let bytes = message.bytes
        guard bytes.readableBytes == self.length, message.decodedBytes == self.decodedBytes else { return false }
        return [0, self.length / 2, self.length - 1].allSatisfy { offset in
            offset < 0 || offset >= self.length || bytes.getInteger(at: bytes.readerIndex + offset) == self.fill
        }
    }
}
