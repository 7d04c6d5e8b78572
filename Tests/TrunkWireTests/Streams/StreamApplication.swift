import NIOCore

@testable import TrunkWire

/// One end of one call in a random run: what it has still to send, what has come, what it has not taken.
struct StreamApplication {
    let id: CallID
    let stream: UInt32
    let shape: CallShape
    /// Sizes still to be sent.
    var toSend: [Int]
    /// Sizes that came, in order.
    var received: [Int] = []
    var untaken: [WireMessage] = []
    /// Told to hold: nothing is tried before the machine says so.
    var isHeld = false
    var inputEnded = false
    /// The machine has told the end of the call, or the handler has returned.
    var isOver = false
    var sentCount = 0

    /// The bytes of a message: its size, its stream and its place, over and over.
    static func bytes(_ size: Int, stream: UInt32, place: Int) -> ByteBuffer {
        let seed = UInt8(truncatingIfNeeded: Int(stream) &* 31 &+ place &* 7 &+ size)
        return ByteBuffer(repeating: seed, count: size)
    }

    /// Notes a message; false when it is not the one that was sent.
    mutating func note(_ message: WireMessage) -> Bool {
        let size = message.bytes.readableBytes
        let expected = UInt8(truncatingIfNeeded: Int(self.stream) &* 31 &+ self.received.count &* 7 &+ size)
        self.received.append(size)
        self.untaken.append(message)
        guard let first = message.bytes.readableBytesView.first else { return true }
        return first == expected && message.bytes.readableBytesView.last == expected
    }
}
