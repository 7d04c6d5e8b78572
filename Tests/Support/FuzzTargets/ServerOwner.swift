internal import NIOCore
internal import TrunkWire

/// Owns a server's connection as the socket's handler does, without a socket: carries out what the input says, and
/// demands that the connection keeps its promises to an owner.
final class ServerOwner {
    /// A call as an owner knows it.
    struct Call {
        enum Phase {
            case offered(OpenedCall)
            case waiting
            case running
        }

        let id: CallID
        var phase: Phase
        var shape = CallShape.unary
        /// Messages of the client that were not taken.
        var messages: [WireMessage] = []
        var receivedCount = 0
        var inputEnded = false
        /// A cancel has come, or END has been sent: the connection has no more cancels for it.
        var isCancelled = false
        /// `beginMessage` has answered hold.
        var isHeld = false
        var sentCount = 0
    }

    var connection: ServerConnection
    let limits: WireLimits
    private let pool: BytePool
    /// Read by the pair: who is told what is sent, and what must arrive.
    var expected: (UInt32, Int, WireMessage) -> Void = { _, _, _ in }
    private(set) var sent: [UInt32: [SentMessage]] = [:]
    var now: NIODeadline
    var calls: [Int: Call] = [:]
    var out = ByteBuffer()
    private(set) var wire = WireOutput(writer: .server)
    private(set) var closed: CloseReason?
    private(set) var peer: Settings?
    private(set) var highest: UInt32 = 0
    /// Bytes this owner has asked to be written.
    var askedBytes = 0
    /// Calls are accepted as their path says before the next event is asked for, as a server does that looks methods
    /// up by itself; else the input decides, when it comes to it.
    var decidesAtOnce = false
    /// Such an owner refuses the next call.
    var refusesNext = false
    /// Handlers may go on after the END of their call. A client cannot see that the slot is still taken: what it opens
    /// meanwhile is refused (TRK-807), and costs points.
    var outlastsEnd = true
    private var isDraining = false
    private var receivedCount = 0
    private var finished: Set<UInt32> = []

    init(limits: WireLimits, pool: BytePool, now: NIODeadline) {
        self.limits = limits
        self.pool = pool
        self.now = now
        self.connection = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0x0123_4567_89AB_CDEF, pool: pool, now: now)
    }

    /// Bytes from the socket.
    func receive(_ bytes: ByteBuffer) {
        self.receivedCount += 1 + bytes.readableBytes / 12
        self.connection.receive(bytes)
        self.drainEvents()
    }

    /// All events there are.
    func drainEvents() {
        if self.isDraining { return }
        self.isDraining = true
        defer { self.isDraining = false }
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
        demand(before == nil || self.out.readableBytes == 0, "nothing is written after the close")
        let written = self.out
        self.out = ByteBuffer()
        if let peer = self.peer { self.wire.frameBytesMax = peer.frameBytesMax }
        self.wire.take(written, opened: .max)
        demand(
            self.wire.byteCount <= 16_384 + self.askedBytes + 512 * self.receivedCount, "output has its reasons")
        demand(self.pool.bytesReserved <= self.limits.receivePoolBytesMax, "the pool's limit is kept (TRK-403)")
        if self.closed == nil { self.checkBooks() }
        return written
    }

    private func checkBooks() {
        let count = self.connection.openCallCount
        demand(count <= self.limits.concurrentStreamsMax, "the limit for calls is kept (TRK-807)")
        // Calls whose reply is still being written hold a slot and are no longer the owner's.
        demand(count >= self.calls.count, "a call the owner knows is in the table")
        if !self.connection.hasPendingOutput { demand(count == self.calls.count, "only the owner's calls hold slots") }
        if count == 0 { demand(self.pool.bytesReserved == 0, "without calls nothing is reserved") }
    }

    private func take(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready(let settings):
            demand(self.peer == nil, "one HELLO")
            self.peer = settings
        case .call(let call): self.offer(call)
        case .message(let id, let message): self.take(message, id)
        case .inputEnded(let id):
            guard self.known(id) else { return }
            demand(self.calls[id.slot]?.inputEnded == false, "the end of input is told once")
            self.calls[id.slot]?.inputEnded = true
        case .cancel(let id, _):
            demand(self.calls[id.slot]?.id == id, "a cancel is for a call the owner knows")
            demand(self.calls[id.slot]?.isCancelled == false, "a call is cancelled once")
            self.calls[id.slot]?.isCancelled = true
        case .abandoned(let id):
            demand(self.calls[id.slot]?.id == id, "an abandoned call is one the owner knows")
            if case .running? = self.calls[id.slot]?.phase { demand(false, "a running call is not abandoned") }
            self.forget(id)
        case .goAway: break
        }
    }

    private func offer(_ call: OpenedCall) {
        demand(self.peer != nil, "no call before HELLO")
        demand(call.id.stream.rawValue > self.highest, "streams only grow (TRK-210)")
        demand(call.id.slot < self.limits.concurrentStreamsMax, "slots are dense")
        demand(self.calls[call.id.slot] == nil, "a slot is given to one call at a time")
        demand(call.metadata.byteCount <= self.limits.metadataBytesMax, "the limit for metadata is kept (TRK-805)")
        self.highest = call.id.stream.rawValue
        let offered = Call(id: call.id, phase: .offered(call))
        self.calls[call.id.slot] = offered
        guard self.decidesAtOnce else { return }
        if self.refusesNext { self.refuse(offered, EndStatus(.permissionDenied)) } else { self.accept(offered) }
        self.refusesNext = false
    }

    private func take(_ message: WireMessage, _ id: CallID) {
        guard self.known(id), var call = self.calls[id.slot] else { return }
        demand(!call.inputEnded, "no message after the end of input")
        self.arrived(message, &call)
        switch call.phase {
        case .offered: demand(false, "no message before the call was accepted")
        case .waiting: call.phase = .running
        case .running:
            demand(call.shape.isClientStream, "a unary call has one message (TRK-312)")
            // The message that came with the REQUEST is not charged.
            let charged = call.messages.dropFirst(call.receivedCount == call.messages.count + 1 ? 1 : 0)
            demand(
                charged.reduce(0) { $0 + $1.bytes.readableBytes + 64 } < Int(self.limits.initialCreditBytes),
                "a message is begun with credit left (TRK-404)")
            call.messages.append(message)
        }
        self.calls[id.slot] = call
    }

    /// A message has come for a call: it is within the limits, and what was sent.
    func arrived(_ message: WireMessage, _ call: inout Call) {
        demand(message.bytes.readableBytes <= self.limits.messageWireBytesMax, "messages keep their limit (TRK-803)")
        demand((message.decodedBytes ?? 0) <= self.limits.messageDecodedBytesMax, "decoded ones too (TRK-804)")
        demand(message.decodedBytes == nil || self.limits.acceptsDeflate, "only what was negotiated (TRK-314)")
        self.expected(call.id.stream.rawValue, call.receivedCount, message)
        call.receivedCount += 1
    }

    /// Whether an event is for a call of ours; one for a call that this owner has just ended is late.
    private func known(_ id: CallID) -> Bool {
        if self.finished.contains(id.stream.rawValue) { return false }
        demand(self.calls[id.slot]?.id == id, "an event is for a call the owner knows")
        return true
    }

    /// The call is over for this owner.
    func forget(_ id: CallID) {
        self.finished.insert(id.stream.rawValue)
        self.calls[id.slot] = nil
    }

    /// Notes a message that is about to be sent.
    func note(_ message: SentMessage, _ id: CallID) {
        self.askedBytes += message.length + message.length / 1_000 + 64
        self.sent[id.stream.rawValue, default: []].append(message)
    }

    /// Notes that it was not sent after all.
    func unnote(_ id: CallID) {
        self.sent[id.stream.rawValue]?.removeLast()
    }
}
