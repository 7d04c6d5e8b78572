internal import NIOCore

/// A server's connection after both HELLOs: the calls, and what bounds them.
///
/// Three kinds of unexpected input (house rule): a peer that breaks a rule of the connection sets `closing`; one that
/// breaks a rule of a call loses that call; a legitimate race, such as a frame for a call that has just ended, is
/// dropped and counted.
struct ServerSession: ~Copyable {
    let limits: WireLimits
    /// What the client announced.
    let peer: Settings
    var decoder: FrameDecoder
    var calls = CallTable(
        empty: ServerCall(
            phase: .answered, halfClosed: true, hadMessage: false, creditBytes: 0, creditWindowBytes: 0))
    /// What one frame has led to beyond its first event.
    var queued = CircularBuffer<ServerConnection.Inbound>()
    /// Long messages on their way out.
    var fragments = FragmentQueue()
    /// Streams that were told to hold and may send now.
    var sendable = CircularBuffer<CallID>()
    /// Calls whose END has gone out while their handler runs: they hold slots that the client takes for free.
    var answeredCount = 0
    /// Since when the owner does not read; nil while it does.
    var heldSince: NIODeadline?
    var pool: ReceivePool
    var budget: AbuseBudget
    var stragglers: StragglerAllowance
    var keepAlive: KeepAlive
    var drain = ServerDrain.none
    /// The highest id a REQUEST has used.
    var lastStream = StreamID.connection
    /// The client has sent GOAWAY: it opens no more calls.
    var clientIsLeaving = false
    /// The client has shut down its side of the transport.
    var inputEnded = false
    /// Set once, when the connection is over; the reason is told at the end of the turn.
    var closing: CloseReason?

    init(opening: ServerOpening, peer: Settings, now: NIODeadline) {
        self.limits = opening.limits
        self.peer = peer
        self.pool = ReceivePool(bytesMax: opening.limits.receivePoolBytesMax, shared: opening.pool)
        self.budget = AbuseBudget(limits: opening.limits, now: now)
        self.stragglers = StragglerAllowance(bytesMax: opening.limits.receivePoolBytesMax)
        self.keepAlive = KeepAlive(random: opening.random, now: now)
        self.decoder = opening.decoder
    }

    /// Reads frames until one concerns the owner; nil when more bytes are needed or the connection is over.
    mutating func next(now: NIODeadline, into out: inout ByteBuffer) -> ServerConnection.Inbound? {
        if let event = self.queued.popFirst() { return event }
        if self.inputEnded { return self.abandonOne(now: now, into: &out) }
        while self.closing == nil {
            let expected = FrameHeader.Expectation(
                sender: .client, frameBytesMax: self.limits.frameBytesMax, helloAwaited: false,
                lastStream: self.lastStream)
            do {
                guard let frame = try self.decoder.next(expected, now: now) else { return nil }
                self.keepAlive.heard(now: now)
                if let event = try self.take(frame, now: now, into: &out) { return event }
            } catch {
                self.close(error, into: &out)
            }
        }
        return nil
    }

    private mutating func take(
        _ frame: Frame, now: NIODeadline, into out: inout ByteBuffer
    ) throws(ConnectionViolation) -> ServerConnection.Inbound? {
        switch frame.header.type {
        case .request: return try self.request(frame, now: now, into: &out)
        case .message: return try self.message(frame, now: now, into: &out)
        case .end: return try self.halfClose(frame, now: now, into: &out)
        case .reset: return try self.reset(frame, now: now, into: &out)
        case .credit: return try self.credit(frame, now: now, into: &out)
        case .goAway:
            let goAway = try GoAway(reading: frame)
            if self.clientIsLeaving { try self.charge(AbuseCost.repeatedGoAway, now: now) }
            self.clientIsLeaving = true
            return .goAway(goAway)
        case .ping:
            if !self.keepAlive.pingReceived(
                frame.pingPayload, intervalMillisMin: self.limits.pingIntervalMillisMin, now: now)
            {
                try self.charge(AbuseCost.earlyPing, now: now)
            }
        case .pong:
            if self.keepAlive.pongReceived(frame.pingPayload) {
                self.drainProbeAnswered(into: &out)
            } else {
                try self.charge(AbuseCost.unsolicitedPong, now: now)
            }
        default:
            try self.charge(AbuseCost.unknownExtension, now: now)
        }
        return nil
    }

    /// Takes abuse points.
    ///
    /// - Throws: TRK-809 (EXCESSIVE) when they are used up.
    mutating func charge(_ cost: Int, now: NIODeadline) throws(ConnectionViolation) {
        guard self.budget.charge(cost, now: now) else {
            throw ConnectionViolation(.abuseBudget, reason: .excessive)
        }
    }

    /// Drops a frame for a call that has ended: it draws from the allowance, or costs a point (TRK-212).
    mutating func dropStraggler(_ frame: Frame, now: NIODeadline) throws(ConnectionViolation) {
        if !self.stragglers.draw(payloadBytes: frame.payload.readableBytes) {
            try self.charge(AbuseCost.straggler, now: now)
        }
    }

    /// The last call that was looked at; after a drain has named it, no later GOAWAY raises it (TRK-709, TRK-710).
    var lastAccepted: StreamID { self.drain.last ?? self.lastStream }

    /// Writes GOAWAY for a broken rule and ends the connection.
    mutating func close(_ violation: ConnectionViolation, into out: inout ByteBuffer) {
        guard self.closing == nil else { return }
        self.closing = .violation(violation)
        GoAway(reason: violation.reason, lastStream: self.lastAccepted, text: violation.rule.text).write(into: &out)
    }
}
