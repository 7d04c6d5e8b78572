internal import NIOCore
internal import Trunk
internal import TrunkWire

/// One connection of a client: two switches between the socket and the state machine (DESIGN §2).
///
/// What comes from the socket is here, what the machine says of calls in `+Calls`, streams in `+Streams`, and what goes
/// out in `+Output`.
final class ClientChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let core: ClientCore
    /// Where this connection goes: an index of the set's targets.
    let target: Int
    /// Tells the connections of a client apart, those that are gone included.
    let number: UInt64
    var machine: ClientConnection
    var out = ByteBuffer()
    var outHoldsSecret = false
    /// By slot of the machine.
    var calls: [ClientCall?] = []
    var context: ChannelHandlerContext?
    private var ticker: RepeatedTask?
    var isGreeted = false
    /// A call was answered here, whatever the answer.
    var hasAnswered = false
    var isFinished = false
    /// When a call was last written.
    var usedAt: NIODeadline
    /// Inside a write: `out` still holds what is being written, and whether the channel is writable is looked at afterwards.
    var isWriting = false
    /// Bytes of long messages that the machine has not written yet, about.
    var pendingBytes = 0
    /// Some of those may be secret.
    var pendingHoldsSecret = false
    /// A call was held for want of room for output: there is more to do when there is room again.
    var isHolding = false
    /// A stream was opened here: before that nobody waits for credit.
    var carriesStreams = false
    /// Streams that wait for room for output, or for the server's HELLO.
    var heldStreams: [ClientCall] = []

    init(core: ClientCore, target: Int) {
        self.core = core
        self.target = target
        number = core.connections.takeNumber()
        let configuration = core.configuration
        var settings = Settings(limits: core.limits)
        settings.software = configuration.software
        settings.bearerToken = configuration.token.map { BearerToken(bytes: ByteBuffer(bytes: $0)) }
        usedAt = .now()
        machine = ClientConnection(
            limits: core.limits, announcing: settings, random: .random(in: .min ... .max),
            firstStream: StreamID(rawValue: configuration.firstStream), now: usedAt, into: &out)
        outHoldsSecret = configuration.token != nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        core.beginTurn()
        core.connections.connected(self)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        ticker = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
            bound.value.turn { handler in handler.lookAtClocks() }
        }
        core.endTurn()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isFinished else { return }
        core.beginTurn()
        machine.receive(unwrapInboundIn(data))
        takeEvents()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        core.endTurn()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if isWriting { core.turnSoon() } else { turn { _ in } }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, case .inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // Everything before has been read, and what it says is said to the callers first (TRK-711).
        turn { handler in
            handler.machine.inputClosed()
            handler.takeEvents()
        }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let refusal = error as? any TransportRefusal { refuse(refusal) }
        if !isFinished {
            core.beginTurn()
            core.connections.leave(self, failure: .unreachable(endpoint, error))
            core.endTurn()
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        isFinished = true
        ticker?.cancel()
        core.beginTurn()
        core.connections.closed(self)
        failCalls(.connectionLost)
        core.endTurn()
        context.fireChannelInactive()
    }

    var endpoint: Endpoint { core.connections.targets[target].endpoint }

    private static var tick: TimeAmount { .milliseconds(500) }

    func turn(_ body: (ClientChannelHandler) -> Void) {
        guard !isFinished else { return }
        core.beginTurn()
        body(self)
        core.endTurn()
    }

    private func lookAtClocks() {
        machine.tick(now: core.now, into: &out)
        let patience = TimeAmount.nanoseconds(core.configuration.idleConnectionTimeout.nanosecondsClamped)
        if machine.openCallCount == 0, core.now - usedAt > patience { core.connections.idle(self) }
    }

    /// The transport let nothing through: whatever was written here has certainly not been executed.
    private func refuse(_ refusal: any TransportRefusal) {
        guard !isFinished else { return }
        core.beginTurn()
        isFinished = true
        let error = RPCError.unreachable(endpoint, refusal)
        core.connections.leave(self, failure: error)
        failCalls(error)
        core.endTurn()
    }
}
