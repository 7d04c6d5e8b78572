internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// Calls with more than one message: between the machine, which keeps their credit, and `ServerCallStream`.
extension ServerChannelHandler {
    /// Starts the handler of a stream; `request` is the only message of a server streaming call.
    func startStream(
        _ entry: Router.Entry, _ request: WireMessage?, _ id: CallID, _ context: CallContext, receivedAt: NIODeadline,
        timer: TimerWheel.ID?, heldBytes: Int = 0
    ) {
        guard case .stream(let run) = entry.route.body else { return }
        if let timer { loop.cancelTimer(timer) }
        loop.counters.callsStarted &+= 1
        streamsCount += 1
        let stream = ServerCallStream(connection: self, id: id, entry: entry, context: context, now: loop.now)
        let observed = observe(context, since: receivedAt)
        if let request {
            observed?.messagesIn = 1
            observed?.requestBytes = request.bytes.readableBytes
            stream.receive(request)
            stream.inputEnded()
        }
        calls.insert(
            ServerCall(
                id: id, stage: .running(nil), timer: nil, secret: stream.carriesSecret ? request?.bytes : nil,
                heldBytes: heldBytes, stream: stream, observed: observed))
        let task = run(context, loop.executor, stream)
        calls.update(id) { call in
            call.stage = .running(task)
            call.timer = loop.addTimer(timerToken(id), at: stream.nextLook)
        }
    }

    /// A stream's handler has returned.
    func streamEnded(_ id: CallID, _ error: RPCError?) {
        guard let call = forget(id), let stream = call.stream else { return }
        streamsCount -= 1
        stream.close()
        if !call.isTerminated { callEnded(call, error?.code ?? .ok, error) }
        let status = error.map { EndStatus($0) } ?? EndStatus(.ok)
        machine.end(id, with: status, load: load, now: loop.now, into: &out)
        markNeedsFlush()
    }

    /// A handler has done with a message: its client may send as much again.
    func messageTaken(_ id: CallID, _ message: WireMessage) {
        guard context != nil else { return }
        machine.taken(id, message, into: &out)
        if out.readableBytes > 0 { markNeedsFlush() }
    }

    /// A message of a stream, if it may be sent now.
    func send(_ message: some Message, of stream: ServerCallStream) -> ServerCallStream.WriteOutcome {
        switch machine.beginMessage(stream.id, into: &out) {
        case .hold: return .hold
        case .drop: return .failed(stream.failure ?? .callEnded)
        case .pack(let position):
            return sent(packMessage(message, at: position, carriesSecret: stream.carriesSecret), of: stream)
        }
    }

    /// A message of a stream that was compressed elsewhere, if it may be sent now.
    func send(_ message: EncodedMessage, of stream: ServerCallStream) -> ServerCallStream.WriteOutcome {
        switch machine.beginMessage(stream.id, decodedBytes: message.decodedBytes, into: &out) {
        case .hold: return .hold
        case .drop: return .failed(stream.failure ?? .callEnded)
        case .pack(let position):
            let bytes = out.writeImmutableBuffer(message.bytes)
            let end = out.writerIndex
            let action = machine.finishMessage(position, into: &out)
            return sent(settle(action, bytes, end: end, carriesSecret: false), of: stream)
        }
    }

    private func sent(_ packed: Packed, of stream: ServerCallStream) -> ServerCallStream.WriteOutcome {
        markNeedsFlush()
        switch packed {
        case .sent(let bytes):
            let observed = calls[stream.id]?.observed
            observed?.messagesOut += 1
            observed?.replyBytes += bytes
            return .sent
        case .long(let bytes): return .long(bytes)
        case .tooLong(let limit): return .failed(.messageTooLong(limit))
        case .unencodable(let error): return .failed(RPCError(encoding: error))
        }
    }

    /// Whether the socket keeps up: streams write only then, whatever credit their clients have given.
    var takesOutput: Bool {
        guard let context, context.channel.isWritable else { return false }
        return out.readableBytes < loop.shared.configuration.gatheredBytesMax
    }

    /// Has a stream told when the socket takes more.
    func stall(_ stream: ServerCallStream) {
        guard !stream.isStalled else { return }
        stream.isStalled = true
        stalled.append(stream)
    }

    /// Lets streams write that have credit again, or for which the socket has room again.
    func resumeStreams() {
        guard streamsCount > 0 else { return }
        while let id = machine.nextSendable() { calls[id]?.stream?.pump() }
        guard !stalled.isEmpty, takesOutput else { return }
        let waiting = stalled
        stalled.removeAll(keepingCapacity: true)
        for stream in waiting {
            stream.isStalled = false
            stream.pump()
        }
    }

    /// A client that has shut down its side gives no more credit: a stream that waits for some would wait for ever.
    func endHeldStreams() {
        guard isInputOver, streamsCount > 0, stalled.isEmpty, !machine.hasPendingOutput else { return }
        for call in calls.all where call.stream?.writes.isEmpty == false { terminate(call, .creditImpossible) }
    }

    /// A compressed message as it was before; on the loop.
    func inflate(_ message: WireMessage) -> Result<ByteBuffer, RawDeflateError> {
        Result { () throws(RawDeflateError) in
            guard let compression = loop.compression() else { throw .noMemory }
            return try compression.inflate(
                message, decodedBytesMax: loop.shared.configuration.limits.messageDecodedBytesMax)
        }
    }
}
