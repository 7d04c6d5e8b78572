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
        if let deflated = deflated(from: start, carriesSecret: carriesSecret) {
            machine.abandonResponse(position, into: &out)
            let again = machine.beginResponse(
                position.call, load: load, decodedBytes: UInt32(clamping: bytes), now: loop.now, into: &out)
            if case .pack(let begun) = again { position = begun }
            bytes = out.writeImmutableBuffer(deflated)
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
        if let deflated = deflated(from: start, carriesSecret: carriesSecret) {
            machine.abandonMessage(position, into: &out)
            let again = machine.beginMessage(position.call, decodedBytes: UInt32(clamping: bytes), into: &out)
            if case .pack(let begun) = again { position = begun }
            bytes = out.writeImmutableBuffer(deflated)
        }
        let end = out.writerIndex
        return settle(machine.finishMessage(position, into: &out), bytes, end: end, carriesSecret: carriesSecret)
    }

    private func settle(
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

    /// What was just packed, compressed; nil when it goes as it is (TRK-903, TRK-904).
    private func deflated(from start: Int, carriesSecret: Bool) -> ByteBuffer? {
        let count = out.writerIndex - start
        guard acceptsDeflate, count >= RawDeflater.messageBytesMin, !carriesSecret,
            count <= LoopCompression.deflatedOnLoopBytesMax
        else { return nil }
        return loop.compression()?.deflate(out, from: start)
    }
}
