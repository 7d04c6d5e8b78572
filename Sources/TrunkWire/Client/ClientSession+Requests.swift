internal import NIOCore

/// How calls are opened.
extension ClientSession {
    /// Writes the beginning of a REQUEST and takes a slot and an id.
    mutating func beginRequest(
        path: String, header: CallHeader, metadata: Metadata, shape: CallShape, hasMessage: Bool,
        decodedBytes: UInt32?, into out: inout ByteBuffer
    ) -> ClientConnection.BeginRequestAction {
        if self.isDraining || self.goAway != nil || self.inputEnded { return .refused(.leaving) }
        guard self.nextStream <= .last else { return .refused(.idsExhausted) }
        guard let pathBytes = UInt8(exactly: path.utf8.count) else { return .refused(.pathTooLong) }
        let room = min(self.peer.metadataBytesMax, self.peer.frameBytesMax - WireLimits.requestOverheadBytes)
        guard metadata.byteCount <= room else {
            return .refused(.metadataTooLong(HitLimit(name: "metadata_bytes", value: UInt64(clamping: room))))
        }
        guard self.calls.count < self.concurrentStreamsMax, let call = self.makeCall(shape, header) else {
            return .hold
        }
        let stream = self.nextStream
        self.nextStream = StreamID(rawValue: stream.rawValue + 2)
        self.lastStream = stream
        let id = self.calls.insert(stream, call)
        var flags: FrameFlags = hasMessage ? .hasMessage : []
        if shape.hasOneRequest { flags.insert(.end) }
        if hasMessage, decodedBytes != nil { flags.insert(.compressed) }
        let frameStart = FrameEncoder.begin(.request, flags: flags, stream: stream, into: &out)
        header.write(pathBytes: pathBytes, path: path, metadata: metadata, into: &out)
        guard hasMessage else {
            FrameEncoder.finish(at: frameStart, in: &out)
            return .opened(id)
        }
        let extent = FrameEncoder.beginMessage(frameStart: frameStart, decodedBytes: decodedBytes, into: &out)
        return .pack(id, MessagePosition(call: id, extent: extent))
    }

    /// The message has been packed: finishes the REQUEST, or the first of its fragments.
    mutating func finishRequest(
        _ position: MessagePosition, into out: inout ByteBuffer
    ) -> ClientConnection.FinishRequestAction {
        let extent = position.extent
        if let limit = self.peer.limitHit(by: extent, endingAt: out.writerIndex) {
            self.abandonRequest(position, into: &out)
            return .tooLong(limit)
        }
        let rest = FrameEncoder.finishMessage(extent, frameBytesMax: self.peer.frameBytesMax, in: &out)
        guard let rest, self.calls.holds(position.call) else { return .sent }
        self.calls[open: position.call].hasPendingOutput = true
        let endsStream = self.calls[open: position.call].shape.hasOneRequest
        self.fragments.add(.init(call: position.call, rest: rest, endsStream: endsStream))
        return .sent
    }

    /// Takes a REQUEST that was begun out of the buffer again. Its id is not used again: gaps are allowed.
    mutating func abandonRequest(_ position: MessagePosition, into out: inout ByteBuffer) {
        out.moveWriterIndex(to: position.frameStart)
        guard self.calls.holds(position.call) else { return }
        self.releasePool(self.calls[open: position.call])
        self.calls.remove(open: position.call)
    }

    /// Looks at every clock of the connection.
    mutating func tick(helloAwaited: Bool, now: NIODeadline, into out: inout ByteBuffer) {
        guard self.closing == nil else { return }
        if helloAwaited {
            if now.milliseconds(since: self.startedAt) >= self.limits.prefaceMillisMax {
                self.closing = .prefaceTimeout
            }
        } else if self.decoder.isLate(limits: self.limits, now: now) {
            self.close(ConnectionViolation(.frameTooSlow, reason: .slow), into: &out)
        } else if self.keepAlive.isUnanswered(limits: self.limits, now: now) {
            self.closing = .keepAliveTimeout
        } else if self.calls.count > 0,
            self.keepAlive.shouldAsk(
                limits: self.limits, peerIntervalMillisMin: self.peer.pingIntervalMillisMin, now: now)
        {
            self.keepAlive.ask(now: now, into: &out)
        }
    }
}
