internal import NIOCore

/// What a server's frames do to the client's calls.
extension ClientSession {
    typealias Inbound = ClientConnection.Inbound

    /// Reads the server's preface; false when it is not all there or the connection is over.
    mutating func readPreface(into out: inout ByteBuffer) -> Bool {
        do throws(ForeignPreface) {
            guard let answer = try self.decoder.preface() else { return false }
            guard answer.first >= Preface.lowestVersion, answer.first <= Preface.highestVersion else {
                self.closing = .noCommonVersion(highest: answer.second)
                if answer.first != 0 {
                    let text = Rule.versionNotOffered.text
                    GoAway(reason: .version, lastStream: .connection, text: text).write(into: &out)
                }
                return false
            }
            return true
        } catch {
            self.closing = .notTrunk(error.speaks)
            return false
        }
    }

    /// Reads the server's HELLO, or the GOAWAY in its place; nil when it is not there or the connection is over.
    mutating func readHello(now: NIODeadline, into out: inout ByteBuffer) -> Inbound? {
        guard self.closing == nil else { return nil }
        do throws(ConnectionViolation) {
            guard let frame = try self.nextFrame(helloAwaited: true, now: now) else { return nil }
            if frame.header.type == .goAway {
                self.isTurnedAway = true
                return self.takeGoAway(try GoAway(reading: frame))
            }
            self.greet(try Settings(reading: frame.payload, from: .server))
            return .ready(self.peer)
        } catch {
            self.close(error, into: &out)
            return nil
        }
    }

    /// Reads frames until one concerns the owner; nil when more bytes are needed or the connection is over.
    mutating func next(now: NIODeadline, into out: inout ByteBuffer) -> Inbound? {
        while self.closing == nil {
            if let lastAccepted = self.lastAccepted, let failed = self.failOne(above: lastAccepted) { return failed }
            if self.isTurnedAway { return nil }
            do throws(ConnectionViolation) {
                guard let frame = try self.nextFrame(helloAwaited: false, now: now) else { return nil }
                if let event = try self.take(frame, now: now, into: &out) { return event }
            } catch {
                self.close(error, into: &out)
            }
        }
        return nil
    }

    private mutating func nextFrame(helloAwaited: Bool, now: NIODeadline) throws(ConnectionViolation) -> Frame? {
        let expected = FrameHeader.Expectation(
            sender: .server, frameBytesMax: self.limits.frameBytesMax, helloAwaited: helloAwaited,
            lastStream: self.lastStream)
        guard let frame = try self.decoder.next(expected, now: now) else { return nil }
        self.keepAlive.heard(now: now)
        return frame
    }

    private mutating func take(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> Inbound? {
        switch frame.header.type {
        case .response, .message, .end, .credit:
            guard let id = self.calls.id(of: frame.header.stream) else {
                try self.dropStraggler(frame, now: now)
                return nil
            }
            return self.calls[open: id].isCancelled
                ? try self.takeUnawaited(frame, id, now: now) : try self.takeReply(frame, id, now: now, into: &out)
        case .goAway:
            let goAway = try GoAway(reading: frame)
            if self.goAway != nil, goAway.lastStream >= self.lastAccepted ?? .all {
                try self.charge(AbuseCost.repeatedGoAway, now: now)
            }
            return self.takeGoAway(goAway)
        case .ping:
            if !self.keepAlive.pingReceived(
                frame.pingPayload, intervalMillisMin: self.limits.pingIntervalMillisMin, now: now)
            {
                try self.charge(AbuseCost.earlyPing, now: now)
            }
        case .pong:
            if !self.keepAlive.pongReceived(frame.pingPayload) { try self.charge(AbuseCost.unsolicitedPong, now: now) }
        default:
            try self.charge(AbuseCost.unknownExtension, now: now)
        }
        return nil
    }

    /// A frame for a call whose caller has gone: only its end matters.
    private mutating func takeUnawaited(
        _ frame: Frame, _ id: CallID, now: NIODeadline
    ) throws(ConnectionViolation) -> Inbound? {
        if frame.endsCall {
            self.free(id)
            return .released(id)
        }
        try self.dropStraggler(frame, now: now)
        return nil
    }

    private mutating func takeGoAway(_ goAway: GoAway) -> Inbound {
        self.goAway = goAway
        if goAway.lastStream != .all {
            // A later GOAWAY may lower the last id, never raise it (TRK-709).
            self.lastAccepted = min(self.lastAccepted ?? goAway.lastStream, goAway.lastStream)
        }
        return .goAway(goAway)
    }

    private mutating func failOne(above last: StreamID) -> Inbound? {
        guard self.lastStream > last, self.calls.count > 0 else { return nil }
        for slot in 0..<self.calls.slotCount {
            guard let id = self.calls.id(inSlot: slot), id.stream > last else { continue }
            let isCancelled = self.calls[open: id].isCancelled
            self.free(id)
            return isCancelled ? .released(id) : .failed(id, .aboveLast)
        }
        return nil
    }
}

extension Frame {
    /// True for a server's frame that ends its call: END, or a last RESPONSE or MESSAGE.
    var endsCall: Bool {
        self.header.type == .end || (self.header.type != .credit && self.header.flags.contains(.end))
    }
}
