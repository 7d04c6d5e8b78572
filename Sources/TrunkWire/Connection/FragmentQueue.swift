internal import NIOCore

/// Messages that did not fit one frame, waiting for their turn: one fragment each, round robin over the calls.
///
/// Everything else is written straight to the outgoing buffer, and so overtakes them.
struct FragmentQueue {
    /// The rest of one message.
    struct Pending {
        let call: CallID
        /// What is still to be sent.
        var rest: ByteBuffer
        /// Sets END on the last fragment.
        var endsStream: Bool
        /// Written behind the last fragment: the server's END of a stream.
        var status: EndStatus?
    }

    private var pending = CircularBuffer<Pending>()

    /// True when nothing waits.
    var isEmpty: Bool { self.pending.isEmpty }

    /// Adds what is left of a message whose first fragment has been written. A call has at most one here.
    mutating func add(_ message: Pending) {
        self.pending.append(message)
    }

    /// Forgets what is left of a call's message: RESET or END discards it.
    mutating func discard(_ call: CallID) {
        self.pending.removeAll { $0.call == call }
    }

    /// Changes what waits for a call, which has something here.
    mutating func update(_ call: CallID, _ body: (inout Pending) -> Void) {
        guard let index = self.pending.firstIndex(where: { $0.call == call }) else { return }
        body(&self.pending[index])
    }

    /// Writes the next fragment; the message it belongs to when that was its last, else nil.
    mutating func writeNext(frameBytesMax: Int, into out: inout ByteBuffer) -> Pending? {
        guard var message = self.pending.popFirst() else { return nil }
        let count = min(frameBytesMax, message.rest.readableBytes)
        let isLast = count == message.rest.readableBytes
        let flags: FrameFlags = isLast ? (message.endsStream ? .end : []) : .more
        FrameHeader(length: UInt32(clamping: count), type: .message, flags: flags, stream: message.call.stream)
            .write(into: &out)
        if let fragment = message.rest.readSlice(length: count) { out.writeImmutableBuffer(fragment) }
        if isLast { return message }
        self.pending.append(message)
        return nil
    }
}
