internal import NIOCore
internal import Trunk
internal import TrunkWire

/// The messages of streams on a connection.
extension ClientChannelHandler {
    /// Does what a stream's caller asked for: gives back credit, sends what waits, ends its input.
    func serve(_ call: ClientCall, _ id: CallID) {
        guard !isFinished, let stream = call.stream, let context else { return }
        let (taken, hasWrites) = stream.beginServing()
        for message in taken { machine.taken(id, message, into: &out) }
        if hasWrites { send(call, stream, id, context) }
        if stream.takeFinish() { machine.finishSending(id, into: &out) }
    }

    /// Serves the streams whose credit has come.
    func serveSendable() {
        guard carriesStreams else { return }
        while let id = machine.nextSendable() {
            if id.slot < calls.count, let call = calls[id.slot] { serve(call, id) }
        }
    }

    /// Serves the streams that waited for room for output, or for what the server takes (TRK-120).
    func serveHeld(_ context: ChannelHandlerContext) {
        guard !heldStreams.isEmpty, hasRoom(context) else { return }
        let held = heldStreams
        heldStreams = []
        for call in held {
            if case .sent(let id, let connection) = call.stage, connection === self { serve(call, id) }
        }
    }

    /// Packs messages of a stream, as many as its credit and the output have room for.
    private func send(
        _ call: ClientCall, _ stream: ClientCallStream, _ id: CallID, _ context: ChannelHandlerContext
    ) {
        while let write = stream.firstWrite {
            let isTooEarly = !isGreeted && write.message.bytes.readableBytes > WireLimits.messageWireBytesFloor
            guard !isTooEarly, hasRoom(context) else { return heldStreams.append(call) }
            let deflated = write.message.deflated.flatMap { machine.peer.acceptsDeflate ? $0 : nil }
            let decodedBytes = deflated == nil ? nil : write.message.decodedBytes
            guard case .pack(let position) = machine.beginMessage(id, decodedBytes: decodedBytes, into: &out) else {
                return
            }
            guard stream.claim(write) else {
                machine.abandonMessage(position, into: &out)
                continue
            }
            let bytes = deflated ?? write.message.bytes
            out.writeImmutableBuffer(bytes)
            switch machine.finishMessage(position, into: &out) {
            case .sent:
                call.hasMoved = true
                note(packed: bytes.readableBytes, isSecret: call.method.carriesSecret)
                write.continuation.resume(returning: .success(()))
            case .tooLong(let limit):
                write.continuation.resume(returning: .failure(.overLimit(limit)))
            }
        }
    }
}
