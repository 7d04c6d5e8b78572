internal import NIOCore
internal import TrunkWire

/// A server whose owner answers everything at once and always in the same way.
struct ReplayedServer: ~Copyable {
    private static let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private var connection: ServerConnection
    private var shapes: [CallID: CallShape] = [:]
    private var trace = Trace()
    private var out = ByteBuffer()

    init(limits: WireLimits) {
        self.connection = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0x5555, now: Self.now)
    }

    /// Reads the pieces, and tells what came of them.
    consuming func read(_ pieces: [ByteBuffer]) -> Trace {
        for piece in pieces {
            // A storage of its own, as the socket has it.
            self.connection.receive(ByteBuffer(bytes: piece.readableBytesView))
            while let event = self.connection.next(now: Self.now, into: &self.out) { self.take(event) }
        }
        let action = self.connection.endOfTurn(now: Self.now, into: &self.out)
        self.trace.note(action)
        self.trace.note(10, nil, self.out)
        return self.trace
    }

    private mutating func take(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready(let settings): self.trace.note(2, nil, ByteBuffer(integer: settings.initialCreditBytes))
        case .call(let call): self.accept(call)
        case .message(let id, let message):
            self.trace.note(4, id, message.bytes)
            self.answer(id, message)
        case .inputEnded(let id):
            self.trace.note(5, id)
            self.end(id, EndStatus(.ok))
        case .cancel(let id, let cause):
            if case .violation(let rule) = cause { self.trace.note(6, id, code: rule.rawValue) }
            self.end(id, EndStatus(.cancelled))
        case .abandoned(let id): self.trace.note(7, id)
        case .goAway(let goAway): self.trace.note(goAway)
        }
    }

    private mutating func accept(_ call: OpenedCall) {
        self.trace.note(3, call.id, call.path)
        self.trace.note(3, call.id, call.metadata.bytes)
        let shape = CallShape(digit: call.path.getInteger(at: call.path.readerIndex) ?? 0)
        self.shapes[call.id] = shape
        let action = self.connection.accept(call, as: shape, now: Self.now, into: &self.out)
        if case .run(let message) = action { self.answer(call.id, message) }
    }

    private mutating func answer(_ id: CallID, _ message: WireMessage) {
        guard let shape = self.shapes[id] else { return }
        if !shape.isAnyStream {
            guard case .pack(let position) = self.connection.beginResponse(id, now: Self.now, into: &self.out) else {
                return
            }
            self.out.writeImmutableBuffer(message.bytes)
            _ = self.connection.finishResponse(position, now: Self.now, into: &self.out)
            return
        }
        if shape.isClientStream { self.connection.taken(id, message, into: &self.out) }
        if case .pack(let position) = self.connection.beginMessage(id, into: &self.out) {
            self.out.writeImmutableBuffer(message.bytes)
            _ = self.connection.finishMessage(position, into: &self.out)
        }
        if !shape.isClientStream { self.end(id, EndStatus(.ok)) }
    }

    private mutating func end(_ id: CallID, _ status: EndStatus) {
        self.connection.end(id, with: status, now: Self.now, into: &self.out)
    }
}
