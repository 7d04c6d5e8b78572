internal import NIOCore
internal import TrunkWire

/// A client that has opened a call of each shape, and given one up, before it reads anything.
struct ReplayedClient: ~Copyable {
    private static let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private var connection: ClientConnection
    private var trace = Trace()
    private var out = ByteBuffer()

    init(limits: WireLimits) {
        var out = ByteBuffer()
        self.connection = ClientConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0x5555, now: Self.now, into: &out)
        let shapes: [CallShape] = [.unary, .clientStreaming, .serverStreaming, .bidirectional, .unary, .unary]
        for shape in shapes {
            guard
                case .pack(let id, let position) = self.connection.beginRequest(
                    path: "x", header: CallHeader(), shape: shape, into: &out)
            else { continue }
            _ = self.connection.finishRequest(position, into: &out)
            if id.stream.rawValue == 9 { self.connection.cancel(id, into: &out) }
        }
        self.out = out
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

    private mutating func take(_ event: ClientConnection.Inbound) {
        switch event {
        case .ready(let settings): self.trace.note(2, nil, ByteBuffer(integer: settings.initialCreditBytes))
        case .message(let id, let message):
            self.trace.note(3, id, message.bytes)
            self.connection.taken(id, message, into: &self.out)
        case .reply(let id, let reply):
            self.trace.note(4, id, reply.metadata.bytes)
            self.trace.note(4, id, reply.message?.bytes ?? ByteBuffer())
            self.trace.note(4, id, code: reply.status.rawValue)
        case .failed(let id, let failure):
            self.trace.note(5, id, code: failure.status.rawValue)
            self.trace.note(failure.holdsSlot ? 8 : 9, id, ByteBuffer(string: failure.text))
        case .released(let id): self.trace.note(6, id)
        case .goAway(let goAway): self.trace.note(goAway)
        }
    }
}
