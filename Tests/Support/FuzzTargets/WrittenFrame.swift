internal import NIOCore

/// A frame as `WireOutput` reads it.
struct WrittenFrame {
    let type: UInt8
    let flags: UInt8
    let code: UInt16
    let stream: UInt32
    let payload: ByteBuffer

    /// MORE.
    var hasMore: Bool { self.flags & 0x04 != 0 }

    /// A server's frame that ends its call: END, or a last RESPONSE or MESSAGE.
    var isServersEnd: Bool {
        self.type == 0x05 || ((self.type == 0x03 || self.type == 0x04) && self.flags & 0x01 != 0)
    }

    /// A client's frame after which it sends no more messages.
    var endsInput: Bool { self.type == 0x05 || (self.type != 0x07 && self.flags & 0x01 != 0) }

    /// The lengths in front of a first fragment: the decoded one, when it is compressed, and the total.
    var prefixBytes: Int { self.flags & 0x02 == 0 ? 4 : 8 }

    /// Bytes of a message in the frame, with the total in front of a first fragment; nil when the frame carries none.
    var messageBytes: Int? {
        switch self.type {
        case 0x02, 0x03: self.flags & 0x08 != 0 ? self.payload.readableBytes - self.headerBytes : nil
        case 0x04: self.payload.readableBytes
        default: nil
        }
    }

    /// The total in front of a first fragment.
    var announcedTotal: Int {
        let start = self.payload.readerIndex + (self.type == 0x04 ? 0 : self.headerBytes) + self.prefixBytes - 4
        return self.payload.getInteger(at: start, as: UInt32.self).map { Int($0) } ?? 0
    }

    /// Bytes of a REQUEST's or RESPONSE's payload before its message.
    private var headerBytes: Int {
        let start = self.payload.readerIndex
        let metadata = self.payload.getInteger(at: start, as: UInt16.self).map { Int($0) } ?? 0
        let path = self.payload.getInteger(at: start + 2, as: UInt8.self).map { Int($0) } ?? 0
        return self.type == 0x02 ? 16 + path + metadata : 8 + metadata
    }
}
