import NIOCore

@testable import TrunkWire

/// A server's connection whose owner answers every call at once with its own message, as a handler on a channel would.
final class EchoServer {
    private var connection: ServerConnection
    private let now: NIODeadline
    /// One line per event, when asked for.
    private(set) var log: [String] = []
    private(set) var eventCount = 0
    private(set) var closed: CloseReason?
    private(set) var out = ByteBuffer()

    init(limits: WireLimits = WireLimits(), pool: BytePool? = nil, now: NIODeadline = .uptimeNanoseconds(1_000_000)) {
        self.now = now
        self.connection = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0x5555_AAAA_5555_AAAA, pool: pool, now: now)
    }

    var openCallCount: Int { self.connection.openCallCount }

    /// One turn: bytes in, everything answered.
    func read(_ bytes: ByteBuffer) {
        self.connection.receive(bytes)
        while let event = self.connection.next(now: self.now, into: &self.out) { self.handle(event) }
        repeat {
            let room = self.out.readableBytes + WireLimits.gatheredBytesMax
            if case .writeThenClose(let reason) = self.connection.endOfTurn(
                gatheredBytesMax: room, now: self.now, into: &self.out)
            {
                self.closed = reason
            }
        } while self.connection.hasPendingOutput
    }

    /// What has been written since the last look.
    func takeOutput() -> ByteBuffer {
        defer { self.out = ByteBuffer() }
        return self.out
    }

    private func handle(_ event: ServerConnection.Inbound) {
        self.eventCount += 1
        switch event {
        case .ready: self.log.append("ready")
        case .call(let call):
            self.log.append("call \(call.id.stream.rawValue) \(String(buffer: call.path))")
            let action = self.connection.accept(call, as: .unary, now: self.now, into: &self.out)
            if case .run(let message) = action { self.answer(call.id, message.bytes) }
        case .message(let id, let message):
            self.log.append("message \(id.stream.rawValue)")
            self.answer(id, message.bytes)
        case .inputEnded: break
        case .cancel(let id, _):
            self.log.append("cancel \(id.stream.rawValue)")
            self.connection.end(id, with: EndStatus(.cancelled), now: self.now, into: &self.out)
        case .abandoned(let id): self.log.append("abandoned \(id.stream.rawValue)")
        case .goAway(let goAway): self.log.append("goAway \(goAway.reason.rawValue)")
        }
    }

    private func answer(_ id: CallID, _ message: ByteBuffer) {
        self.log.append("answer \(id.stream.rawValue) \(message.readableBytes)")
        guard case .pack(let position) = self.connection.beginResponse(id, now: self.now, into: &self.out) else {
            return
        }
        self.out.writeImmutableBuffer(message)
        _ = self.connection.finishResponse(position, now: self.now, into: &self.out)
    }
}
