internal import NIOCore
internal import TrunkWire

/// Owns a client's connection as the socket's handler does, without a socket: opens calls as the input says, and
/// demands that the connection keeps its promises to an owner.
final class ClientOwner {
    /// A call as an owner knows it.
    struct Call {
        let id: CallID
        let shape: CallShape
        /// Credit the server begins with, bytes.
        let windowBytes: Int
        /// Messages of the server that were not taken.
        var messages: [WireMessage] = []
        var receivedCount = 0
        var sentCount = 0
        /// `beginMessage` has answered hold.
        var isHeld = false
        /// No more messages are sent.
        var hasFinished = false
        /// Its caller has been told how it ended, or has given it up; the slot waits for `.released`.
        var isOver = false
    }

    var connection: ClientConnection
    let limits: WireLimits
    private let pool: BytePool
    /// Read by the pair: what must have arrived when a message does, and how a call ended.
    var expected: (UInt32, Int, WireMessage) -> Void = { _, _, _ in }
    var ended: (Call, Reply) -> Void = { _, _ in }
    private(set) var sent: [UInt32: [SentMessage]] = [:]
    var now: NIODeadline
    var calls: [Int: Call] = [:]
    var out = ByteBuffer()
    private(set) var wire = WireOutput(writer: .client)
    private(set) var closed: CloseReason?
    private(set) var peer: Settings?
    /// Bytes this owner has asked to be written.
    var askedBytes = 0
    /// An open stream was told that it is over: then the connection is.
    var mustClose = false
    private(set) var receivedCount = 0
    private(set) var resetCount = 0
    /// Most RESETs this owner sends: each costs a point of the server's budget.
    var resetsMax = Int.max
    private var highest: UInt32 = 0

    init(limits: WireLimits, pool: BytePool, now: NIODeadline) {
        self.limits = limits
        self.pool = pool
        self.now = now
        self.connection = ClientConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0xFEDC_BA98_7654_3210, pool: pool, now: now,
            into: &self.out)
    }

    /// Bytes from the socket.
    func receive(_ bytes: ByteBuffer) {
        self.receivedCount += 1 + bytes.readableBytes / 12
        self.connection.receive(bytes)
        self.drainEvents()
    }

    /// All events there are.
    func drainEvents() {
        while let event = self.connection.next(now: self.now, into: &self.out) {
            demand(self.closed == nil, "nothing happens after the close")
            self.take(event)
        }
    }

    /// The end of a turn: what has been written; checks what holds between turns.
    func endOfTurn(gatheredBytesMax: Int = 262_144) -> ByteBuffer {
        let before = self.closed
        if case .writeThenClose(let reason) = self.connection.endOfTurn(
            gatheredBytesMax: gatheredBytesMax, now: self.now, into: &self.out)
        {
            demand(before == nil, "the close is told once")
            self.closed = reason
            self.calls = [:]
        }
        demand(!self.mustClose || self.closed != nil, "a stream that is open may send")
        demand(before == nil || self.out.readableBytes == 0, "nothing is written after the close")
        let written = self.out
        self.out = ByteBuffer()
        if let peer = self.peer { self.wire.frameBytesMax = peer.frameBytesMax }
        self.wire.take(written)
        demand(
            self.wire.byteCount <= 16_384 + self.askedBytes + 512 * self.receivedCount, "output has its reasons")
        demand(self.pool.bytesReserved <= self.limits.receivePoolBytesMax, "the pool's limit is kept (TRK-403)")
        if self.closed == nil {
            demand(self.connection.openCallCount == self.calls.count, "the owner's calls hold the slots")
            if self.calls.isEmpty { demand(self.pool.bytesReserved == 0, "without calls nothing is reserved") }
        }
        return written
    }

    private func take(_ event: ClientConnection.Inbound) {
        switch event {
        case .ready(let settings):
            demand(self.peer == nil, "one HELLO")
            self.peer = settings
        case .message(let id, let message): self.take(message, id)
        case .reply(let id, let reply): self.take(reply, id)
        case .failed(let id, let failure):
            demand(self.waiting(id), "a call fails once, and not after its caller has gone")
            if failure.holdsSlot { self.calls[id.slot]?.isOver = true } else { self.calls[id.slot] = nil }
        case .released(let id):
            demand(self.calls[id.slot]?.id == id, "a slot is released once")
            demand(self.calls[id.slot]?.isOver == true, "only a call that is over is released")
            self.calls[id.slot] = nil
        case .goAway: break
        }
    }

    private func take(_ message: WireMessage, _ id: CallID) {
        demand(self.waiting(id), "a message is for a call that is waited for")
        guard let call = self.calls[id.slot] else { return }
        demand(call.shape.isAnyStream, "a unary call's message comes with its reply")
        demand(call.shape.isServerStream || call.receivedCount == 0, "one reply, where one is due (TRK-318)")
        demand(
            call.messages.reduce(0) { $0 + $1.bytes.readableBytes + 64 } < call.windowBytes,
            "a message is begun with credit left (TRK-404)")
        self.check(message)
        self.expected(id.stream.rawValue, call.receivedCount, message)
        self.calls[id.slot]?.receivedCount += 1
        self.calls[id.slot]?.messages.append(message)
    }

    private func take(_ reply: Reply, _ id: CallID) {
        demand(self.waiting(id), "a call is answered once, and not after its caller has gone")
        guard let call = self.calls[id.slot] else { return }
        demand(
            (reply.message != nil) == (reply.status == .ok && !call.shape.isAnyStream),
            "a unary call that went well has a message, and no other reply (TRK-316)")
        demand(reply.metadata.byteCount <= self.limits.metadataBytesMax, "the limit for metadata is kept (TRK-805)")
        if let message = reply.message {
            self.check(message)
            self.expected(id.stream.rawValue, 0, message)
        }
        self.ended(call, reply)
        self.calls[id.slot] = nil
    }

    private func check(_ message: WireMessage) {
        demand(message.bytes.readableBytes <= self.limits.messageWireBytesMax, "messages keep their limit (TRK-803)")
        demand((message.decodedBytes ?? 0) <= self.limits.messageDecodedBytesMax, "decoded ones too (TRK-804)")
        demand(message.decodedBytes == nil || self.limits.acceptsDeflate, "only what was negotiated (TRK-314)")
    }

    /// True for a call whose caller waits.
    private func waiting(_ id: CallID) -> Bool {
        guard let call = self.calls[id.slot], call.id == id else { return false }
        return !call.isOver
    }

    /// A call has taken a slot and an id.
    func open(_ id: CallID, _ shape: CallShape, _ header: CallHeader) {
        demand(id.stream.rawValue > self.highest, "streams only grow (TRK-210)")
        demand(self.calls[id.slot] == nil, "a slot is given to one call at a time")
        self.highest = id.stream.rawValue
        let credit = header.creditBytes == 0 ? self.limits.initialCreditBytes : header.creditBytes
        self.calls[id.slot] = Call(
            id: id, shape: shape, windowBytes: Int(credit), hasFinished: !shape.isClientStream)
    }

    /// The caller gives up.
    func cancel(_ call: Call) {
        self.askedBytes += 256
        self.resetCount += 1
        self.connection.cancel(call.id, into: &self.out)
        self.calls[call.id.slot]?.isOver = true
        self.calls[call.id.slot]?.messages = []
    }

    /// Notes a message that has been sent.
    func note(_ message: SentMessage, _ id: CallID) {
        self.askedBytes += message.length + message.length / 1_000 + 64
        self.sent[id.stream.rawValue, default: []].append(message)
    }
}
