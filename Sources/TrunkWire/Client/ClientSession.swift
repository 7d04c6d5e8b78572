internal import NIOCore

/// A client's connection from its first byte on: calls may be sent before the server's preface has come (TRK-120).
struct ClientSession: ~Copyable {
    let limits: WireLimits
    /// What the server announced; the floors until its HELLO has come.
    var peer = Settings.floor
    var decoder = FrameDecoder()
    var calls = CallTable(empty: ClientCall(creditBytes: 0, creditWindowBytes: 0))
    /// Long messages on their way out.
    var fragments = FragmentQueue()
    /// Streams that were told to hold and may send now.
    var sendable = CircularBuffer<CallID>()
    var pool: ReceivePool
    var budget: AbuseBudget
    var stragglers: StragglerAllowance
    var keepAlive: KeepAlive
    let startedAt: NIODeadline
    /// The id of the next call; above `.last` when the connection has given out all.
    var nextStream: StreamID
    /// The highest id that was written.
    var lastStream = StreamID.connection
    /// This side has sent GOAWAY.
    var isDraining = false
    /// The server's GOAWAY: no call is opened any more.
    var goAway: GoAway?
    /// Calls above this are not executed; they are told one by one.
    var lastAccepted: StreamID?
    /// GOAWAY came in HELLO's place: the calls above its last id are told, then the connection is over.
    var isTurnedAway = false
    /// The server has shut down its side of the transport.
    var inputEnded = false
    /// Set once, when the connection is over; the reason is told at the end of the turn.
    var closing: CloseReason?

    init(limits: WireLimits, random: UInt64, firstStream: StreamID, pool: BytePool?, now: NIODeadline) {
        self.limits = limits
        self.pool = ReceivePool(bytesMax: limits.receivePoolBytesMax, shared: pool)
        self.budget = AbuseBudget(limits: limits, now: now)
        self.stragglers = StragglerAllowance(bytesMax: limits.receivePoolBytesMax)
        self.keepAlive = KeepAlive(random: random, now: now)
        self.startedAt = now
        // An even first id would break every call: the odd one above it is meant.
        self.nextStream = StreamID(rawValue: firstStream.rawValue | 1)
    }

    /// Calls the server allows at one time, or this side, if that is less.
    var concurrentStreamsMax: Int {
        min(self.peer.concurrentStreamsMax, self.limits.concurrentStreamsMax)
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

    /// Writes GOAWAY for a broken rule and ends the connection.
    mutating func close(_ violation: ConnectionViolation, into out: inout ByteBuffer) {
        guard self.closing == nil else { return }
        self.closing = .violation(violation)
        GoAway(reason: violation.reason, lastStream: .connection, text: violation.rule.text).write(into: &out)
    }

    /// Why the connection is to end now; nil while something is left to do on it.
    var finishReason: CloseReason? {
        if let closing = self.closing { return closing }
        if self.isTurnedAway, let goAway = self.goAway { return .peerClosed(goAway.reason) }
        let isDone = self.calls.count == 0
        if let goAway = self.goAway, self.inputEnded || (isDone && self.lastAccepted != nil) {
            return goAway.reason == .shutdown && isDone ? .drained : .peerClosed(goAway.reason)
        }
        if self.inputEnded { return .inputEnded }
        return isDone && self.isDraining ? .drained : nil
    }
}
