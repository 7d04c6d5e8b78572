internal import NIOCore

/// Long messages on their way out, a fragment of each in turn.
extension ServerSession {
    /// The handler has returned a reply whose first fragment is written: the rest follows as the socket takes it.
    mutating func flush(_ id: CallID, _ rest: ByteBuffer) {
        self.release(self.calls[open: id])
        self.calls[open: id].assembly = nil
        self.calls[open: id].phase = .flushing
        self.calls[open: id].hasPendingOutput = true
        self.fragments.add(.init(call: id, rest: rest, endsStream: true))
    }

    /// A stream ends well while the last of its messages is on its way: END follows behind it.
    mutating func endBehindFragments(_ id: CallID, with status: EndStatus) {
        self.release(self.calls[open: id])
        self.calls[open: id].assembly = nil
        self.calls[open: id].phase = .flushing
        self.fragments.update(id) { $0.status = status }
    }

    /// RESET has come for a call whose handler has returned: the client gets END instead of the rest (TRK-321).
    mutating func stopFlushing(_ id: CallID, now: NIODeadline, into out: inout ByteBuffer) {
        self.discardFragments(id)
        let header = self.calls[open: id].replyHeader(load: ReplyHeader.loadNotTold, now: now)
        self.calls.remove(open: id)
        EndStatus(.ok).write(stream: id.stream, header: header, peer: self.peer, into: &out)
    }

    /// Drops what is pending of a call.
    mutating func discardFragments(_ id: CallID) {
        guard self.calls[open: id].hasPendingOutput else { return }
        self.calls[open: id].hasPendingOutput = false
        self.fragments.discard(id)
    }

    /// Writes fragments, one of each message in turn, until the buffer holds so much.
    mutating func writeFragments(upTo bytesMax: Int, now: NIODeadline, into out: inout ByteBuffer) {
        while !self.fragments.isEmpty, out.readableBytes < bytesMax {
            guard let message = self.fragments.writeNext(frameBytesMax: self.peer.frameBytesMax, into: &out) else {
                continue
            }
            let id = message.call
            guard self.calls.holds(id) else { continue }
            self.calls[open: id].hasPendingOutput = false
            guard self.calls[open: id].phase == .flushing else {
                self.noteSendable(id)
                continue
            }
            let header = self.calls[open: id].replyHeader(load: ReplyHeader.loadNotTold, now: now)
            self.calls.remove(open: id)
            self.budget.callCompleted()
            message.status?.write(stream: id.stream, header: header, peer: self.peer, into: &out)
        }
    }
}
