internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// Messages on their way into the outgoing buffer, compressed for clients that take it.
extension ServerChannelHandler {
    /// What became of a message.
    enum Packed {
        /// It is in the buffer; its bytes on the wire.
        case sent(Int)
        /// It is to be compressed, and is too long to do that here; nothing of it is in the buffer.
        case long(ByteBuffer)
        /// The client does not read so much.
        case tooLong(HitLimit)
        /// It cannot be encoded; nothing of it is in the buffer.
        case unencodable(EncodeError)
    }

    /// The one message of a reply, behind its begun frame.
    func packReply(_ message: some Message, at begun: MessagePosition, carriesSecret: Bool) -> Packed {
        var position = begun
        let start = out.writerIndex
        do throws(EncodeError) { try message.encode(into: &out) } catch {
            let end = out.writerIndex
            machine.abandonResponse(position, into: &out)
            if carriesSecret { out.wipeTakenBack(upTo: end) }
            return .unencodable(error)
        }
        var bytes = out.writerIndex - start
        if deflates(bytes, carriesSecret: carriesSecret) {
            if let long = long(from: start) {
                machine.abandonResponse(position, into: &out)
                return .long(long)
            }
            if let deflated = loop.compression()?.deflate(out, from: start) {
                machine.abandonResponse(position, into: &out)
                let again = machine.beginResponse(
                    position.call, load: load, decodedBytes: UInt32(clamping: bytes), now: loop.now, into: &out)
                if case .pack(let begun) = again { position = begun }
                bytes = out.writeImmutableBuffer(deflated)
            }
        }
        let end = out.writerIndex
        return settle(
            machine.finishResponse(position, now: loop.now, into: &out), bytes, end: end, carriesSecret: carriesSecret)
    }

    /// A message of a stream, behind its begun frame.
    func packMessage(_ message: some Message, at begun: MessagePosition, carriesSecret: Bool) -> Packed {
        var position = begun
        let start = out.writerIndex
        do throws(EncodeError) { try message.encode(into: &out) } catch {
            let end = out.writerIndex
            machine.abandonMessage(position, into: &out)
            if carriesSecret { out.wipeTakenBack(upTo: end) }
            return .unencodable(error)
        }
        var bytes = out.writerIndex - start
        if deflates(bytes, carriesSecret: carriesSecret) {
            if let long = long(from: start) {
                machine.abandonMessage(position, into: &out)
                return .long(long)
            }
            if let deflated = loop.compression()?.deflate(out, from: start) {
                machine.abandonMessage(position, into: &out)
                let again = machine.beginMessage(position.call, decodedBytes: UInt32(clamping: bytes), into: &out)
                if case .pack(let begun) = again { position = begun }
                bytes = out.writeImmutableBuffer(deflated)
            }
        }
        let end = out.writerIndex
        return settle(machine.finishMessage(position, into: &out), bytes, end: end, carriesSecret: carriesSecret)
    }

    /// The reply of a call whose handler has returned, once it has been compressed elsewhere.
    func packReply(_ message: EncodedMessage, of id: CallID) -> Packed? {
        let begun = machine.beginResponse(
            id, load: load, decodedBytes: message.decodedBytes, now: loop.now, into: &out)
        guard case .pack(let position) = begun else { return nil }
        let bytes = out.writeImmutableBuffer(message.bytes)
        let end = out.writerIndex
        return settle(
            machine.finishResponse(position, now: loop.now, into: &out), bytes, end: end, carriesSecret: false)
    }

    /// What a finished frame means for the message in it.
    func settle(
        _ action: ServerConnection.FinishResponseAction, _ bytes: Int, end: Int, carriesSecret: Bool
    ) -> Packed {
        switch action {
        case .sent:
            if carriesSecret {
                outHoldsSecret = true
                pendingHoldsSecret = pendingHoldsSecret || machine.hasPendingOutput
            }
            return .sent(bytes)
        case .tooLong(let limit):
            if carriesSecret { out.wipeTakenBack(upTo: end) }
            return .tooLong(limit)
        }
    }

    private func deflates(_ count: Int, carriesSecret: Bool) -> Bool {
        acceptsDeflate && count >= RawDeflater.messageBytesMin && !carriesSecret
    }

    /// A copy of what was just packed when it is too long to be compressed on the loop.
    private func long(from start: Int) -> ByteBuffer? {
        let count = out.writerIndex - start
        guard count > LoopCompression.deflatedOnLoopBytesMax, let slice = out.getSlice(at: start, length: count) else {
            return nil
        }
        return ByteBuffer(bytes: slice.readableBytesView)
    }
}
