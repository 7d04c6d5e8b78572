package import NIOCore

extension TraceContext {
    /// The position that TLV 02 and 03 hold, or nil when it is not one: a trace never fails a call.
    ///
    /// A later version may be longer; its first 26 bytes are read. Version FF is invalid.
    package init?(parent: ByteBuffer, state: ByteBuffer?) {
        var parent = parent
        guard let version = parent.readInteger(as: UInt8.self), version != 0xFF,
            let traceIDHigh = parent.readInteger(as: UInt64.self), let traceIDLow = parent.readInteger(as: UInt64.self),
            let spanID = parent.readInteger(as: UInt64.self), let flags = parent.readInteger(as: UInt8.self),
            version != 0 || parent.readableBytes == 0
        else { return nil }
        self.init(traceIDHigh: traceIDHigh, traceIDLow: traceIDLow, spanID: spanID, flags: flags)
        if let state { self.state = Self.text(of: state) }
    }

    /// The value of TLV 02.
    package var parentBytes: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(Self.bytesCount)
        buffer.writeInteger(UInt8(0))
        buffer.writeInteger(traceIDHigh)
        buffer.writeInteger(traceIDLow)
        buffer.writeInteger(spanID)
        buffer.writeInteger(flags)
        return buffer
    }

    /// The value of TLV 03; nil when there is none, or more than is carried.
    package var stateBytes: ByteBuffer? {
        state.isEmpty || state.utf8.count > Self.stateBytesMax ? nil : ByteBuffer(string: state)
    }

    /// Printable ASCII of at most `stateBytesMax` bytes, or nothing: it goes into logs and on to others.
    private static func text(of bytes: ByteBuffer) -> String {
        let view = bytes.readableBytesView
        guard isCarried(view) else { return "" }
        return String(decoding: view, as: UTF8.self)
    }
}
