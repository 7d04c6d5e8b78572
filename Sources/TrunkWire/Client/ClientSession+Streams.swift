internal import NIOCore

/// Streams: what comes in for them, what goes out, and who waits for credit.
extension ClientSession {
    /// A call's state before its REQUEST; nil when the pool has no room for the messages of one more stream.
    mutating func makeCall(_ shape: CallShape, _ header: CallHeader) -> ClientCall? {
        let credit = Int(clamping: self.peer.initialCreditBytes)
        var call = ClientCall(creditBytes: credit, creditWindowBytes: credit)
        guard case .unary = shape else {
            let windowBytes = header.creditBytes == 0 ? self.limits.windowBytes : Int(clamping: header.creditBytes)
            guard self.pool.reserve(windowBytes) else { return nil }
            call.shape = shape
            call.flow = StreamFlow(windowBytes: windowBytes)
            call.hasEnded = shape.hasOneRequest
            return call
        }
        return call
    }

    /// The server's HELLO: streams that were opened before it have what it gives beyond the floor.
    mutating func greet(_ settings: Settings) {
        self.peer = settings
        let credit = Int(clamping: settings.initialCreditBytes)
        for slot in 0..<self.calls.slotCount {
            guard let id = self.calls.id(inSlot: slot), !self.calls[open: id].isCancelled else { continue }
            self.calls[open: id].creditBytes += credit - self.calls[open: id].creditWindowBytes
            self.calls[open: id].creditWindowBytes = credit
            self.noteSendable(id)
        }
    }

    /// A server's frame for a stream.
    mutating func takeStreamed(_ frame: Frame, _ id: CallID) throws(CallViolation) -> Inbound? {
        switch frame.header.type {
        case .end: return try self.takeEnd(frame, id)
        case .message: break
        default: throw CallViolation(.notInAStream)
        }
        guard !frame.header.flags.contains(.end), let flow = self.calls[open: id].flow else {
            throw CallViolation(.notInAStream)
        }
        if self.calls[open: id].assembly != nil {
            guard try self.calls[open: id].assembly?.add(frame) == true, let assembly = self.calls[open: id].assembly
            else { return nil }
            self.calls[open: id].assembly = nil
            flow.receivedCount += 1
            return .message(id, assembly.message)
        }
        if self.calls[open: id].shape.hasOneReply, flow.receivedCount > 0 { throw CallViolation(.notOneReply) }
        let begun = try ReceivedMessage(beginning: frame, limits: self.limits)
        guard
            let message = try flow.begin(begun, from: &self.pool, limits: self.limits, &self.calls[open: id].assembly)
        else { return nil }
        return .message(id, message)
    }

    /// END with OK: a stream may end so, when it has sent the one message it owes.
    ///
    /// - Throws: TRK-316, TRK-318.
    func checkGoodEnd(_ call: ClientCall) throws(CallViolation) {
        guard let flow = call.flow else { throw CallViolation(.responseIncomplete) }
        if call.shape.hasOneReply, flow.receivedCount != 1 { throw CallViolation(.notOneReply) }
    }

    /// The consumer has taken a message.
    mutating func taken(_ id: CallID, _ message: WireMessage, into out: inout ByteBuffer) {
        guard self.calls.holds(id), let flow = self.calls[open: id].flow else { return }
        flow.release(message, to: &self.pool)
        guard let credit = flow.taken(message.creditBytes) else { return }
        FrameEncoder.write(credit: credit, stream: id.stream, into: &out)
    }

    /// Gives back what a call has reserved.
    mutating func releasePool(_ call: ClientCall) {
        if let flow = call.flow {
            self.pool.release(flow.reservedBytes)
            flow.reservedBytes = 0
        } else if let assembly = call.assembly {
            self.pool.release(assembly.totalBytes)
        }
    }

    /// What may still come for a call that is given up.
    func inFlightBytes(of call: ClientCall) -> Int {
        let messageBytes = call.assembly?.missingBytes
        guard let flow = call.flow else { return messageBytes ?? self.limits.messageWireBytesMax }
        return (messageBytes ?? 0) + flow.inFlightBytes(messageBytesMax: self.limits.messageWireBytesMax)
    }
}
