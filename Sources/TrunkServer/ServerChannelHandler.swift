internal import Logging
internal import NIOCore
internal import Trunk
internal import TrunkWire

/// One connection: two switches between the socket and the state machine (DESIGN §2). Bytes go into the machine, its
/// events start and cancel handlers (`ServerChannelHandler+Calls.swift`), and what it wants written leaves in one
/// write per turn (`ServerChannelHandler+Output.swift`).
final class ServerChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Where the connection stands.
    enum State {
        case open
        /// The last byte is handed to the channel, which has not sent it; input is discarded.
        case flushing
        /// The last byte is sent; input is discarded until the peer closes or the linger time is over.
        case lingering(until: NIODeadline)
        case closed
    }

    let loop: ServerLoop
    // What every call touches several times is not checked for overlapping access at run time, which costs a tenth of a
    // call: only the loop's thread comes here, and neither machine nor table calls back while it is being changed.
    @exclusivity(unchecked) var machine: ServerConnection
    @exclusivity(unchecked) var calls = ServerCallTable()
    @exclusivity(unchecked) var routes = RouteMemo()
    @exclusivity(unchecked) var requests: RequestHold
    /// Bytes gathered in this turn.
    @exclusivity(unchecked) var out = ByteBuffer()
    var identity: ConnectionIdentity
    /// `out` holds something secret: it is wiped once written (ZL-9).
    var outHoldsSecret = false
    /// So do replies whose fragments wait for the socket.
    var pendingHoldsSecret = false
    /// The client inflates what is deflated (HELLO 08).
    var acceptsDeflate = false
    /// Streaming calls whose handlers have not returned.
    var streamsCount = 0
    /// Streams that wait for the socket.
    var stalled: [ServerCallStream] = []
    var output = OutputProgress()
    /// The channel holds output that the socket has not taken.
    var isBacklogged = false
    @exclusivity(unchecked) var state = State.open
    var context: ChannelHandlerContext?
    private var end: ConnectionEnd?
    @exclusivity(unchecked) var needsFlush = false
    /// The peer's address, or `unix`.
    private(set) var peer = ""
    private(set) var key = ServerLoop.ConnectionKey(rawValue: 0)
    var isReadHeld = false
    /// The peer owes us its own reading: what was read from it stays in the machine.
    var isInputHeld = false
    /// The peer has shut down its side; the machine is told when it has taken everything before that.
    var hasInputEnded = false
    /// The machine has been told.
    var isInputOver = false
    /// Inside `write`: whether the channel is writable is looked at afterwards.
    var isWriting = false
    /// False for a connection too many of its address: told BUSY once it has shown that it speaks Trunk.
    private(set) var isCounted = false
    private var ticker: TimerWheel.ID?
    private var isDraining = false

    /// A handler for one accepted channel of `loop`.
    init(loop: ServerLoop) {
        self.loop = loop
        let shared = loop.shared
        identity = ConnectionIdentity(authenticator: shared.authenticator)
        requests = RequestHold(
            bytesMax: shared.configuration.limits.receivePoolBytesMax, pool: shared.pool, unpackPool: shared.unpackPool)
        machine = ServerConnection(
            limits: shared.configuration.limits, announcing: shared.settings, random: .random(in: .min ... .max),
            pool: shared.pool, now: .now())
    }

    var isOpen: Bool {
        if case .open = state { return true }
        return false
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        loop.executor.beginTurn()
        peer = Self.name(of: context.channel.remoteAddress)
        key = loop.add(self)
        isCounted = loop.shared.addresses.enter(peer)
        if !isCounted { machine.turnAway(.busy, .tooManyConnections) }
        UnixPeer.ask(context.channel) { [self] in identity.present($0) }
        scheduleTick()
        if let farewell = loop.drain {
            drain(graceMillis: farewell.graceMillis, spreadMillis: farewell.spreadMillis)
        }
        markNeedsFlush()
        loop.executor.endTurn()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isOpen else { return }
        loop.executor.beginTurn()
        let bytes = unwrapInboundIn(data)
        loop.counters.bytesRead &+= bytes.readableBytes
        machine.receive(bytes)
        handleEvents()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        loop.executor.endTurn()
        context.fireChannelReadComplete()
    }

    /// Reading stops while the peer owes us its own reading (PROTOCOL §4).
    func read(context: ChannelHandlerContext) {
        if !isOpen || (context.channel.isWritable && !isInputHeld) {
            context.read()
        } else {
            isReadHeld = true
            machine.inputHeld(now: loop.now)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isOwnTurn = !loop.executor.isInTurn
        if isOwnTurn { loop.executor.beginTurn() }
        if context.channel.isWritable, machine.hasPendingOutput || !stalled.isEmpty { markNeedsFlush() }
        resumeInput()
        if isOwnTurn { loop.executor.endTurn() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let names = event as? PeerCertificateNames { identity.present(certificateNames: names.names) }
        guard let event = event as? ChannelEvent, case .inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        switch state {
        case .open:
            loop.executor.beginTurn()
            hasInputEnded = true
            handleEvents()
            loop.executor.endTurn()
        case .flushing:
            // Closing now would drop what the peer has not read yet.
            break
        case .lingering, .closed:
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        conclude(.failed(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        loop.executor.beginTurn()
        state = .closed
        self.context = nil
        if let ticker { loop.cancelTimer(ticker) }
        cancelCalls()
        loop.remove(key)
        if isCounted { loop.shared.addresses.leave(peer) }
        conclude(.peerClosed)
        logEnd()
        loop.executor.endTurn()
        context.fireChannelInactive()
    }

    /// The loop's wheel says that the time of a call, or of the connection's next look at its own limits, has come.
    func timerExpired(item: UInt64) {
        if item != 0 {
            deadlineExpired(CallID(timerItem: item))
            return
        }
        ticker = nil
        tick()
        if case .closed = state { return }
        scheduleTick()
    }

    /// Says goodbye: no more calls, the running ones get `grace` (PROTOCOL §7).
    func drain(graceMillis: UInt32, spreadMillis: UInt32) {
        guard isOpen, !isDraining else { return }
        isDraining = true
        machine.drain(
            graceMillis: graceMillis, spreadMillis: spreadMillis, text: "the server is shutting down", now: loop.now,
            into: &out)
        scheduleTick()
        markNeedsFlush()
    }

    /// Closes without another word.
    func closeNow() {
        context?.close(promise: nil)
    }

    private func tick() {
        switch state {
        case .open:
            if case .graceOver = machine.tick(now: loop.now, into: &out) { terminateCalls() }
            checkProgress()
            markNeedsFlush()
        case .flushing:
            checkProgress()
            finishFlush()
        case .lingering(let until):
            if loop.now >= until { context?.close(promise: nil) }
        case .closed:
            break
        }
    }

    func scheduleTick() {
        if let ticker { loop.cancelTimer(ticker) }
        let interval: TimeAmount = isOpen && !isDraining ? .milliseconds(500) : .milliseconds(50)
        ticker = loop.addTimer(TimerWheel.Token(owner: key.rawValue, item: 0), at: loop.now + interval)
    }

    /// Notes and counts why the connection ends; the first reason counts.
    func conclude(_ reason: ConnectionEnd) {
        guard end == nil else { return }
        end = reason
        loop.counters.closed(reason.label)
    }

    private func logEnd() {
        guard let end else { return }
        let level: Logger.Level = end.isNotable ? .notice : .debug
        loop.shared.logger.log(
            level: level, "connection closed",
            metadata: ["peer": "\(peer)", "reason": "\(end.label)", "detail": "\(end.detail)"])
    }

    private static func name(of address: SocketAddress?) -> String {
        address?.ipAddress ?? "unix"
    }
}
