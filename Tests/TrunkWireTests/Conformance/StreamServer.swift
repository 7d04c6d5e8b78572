import NIOCore

@testable import TrunkWire

/// A server whose handlers answer every message of every shape at once; what it is told and what it writes is one
/// transcript.
final class StreamServer {
    private var connection: ServerConnection
    private let now = NIODeadline.uptimeNanoseconds(1_000_000)
    private var shapes: [UInt32: CallShape] = [:]
    private var out = ByteBuffer()
    private(set) var log: [String] = []
    private(set) var written = ByteBuffer()
    private(set) var closed: CloseReason?

    init() {
        self.connection = ServerConnection(
            limits: LongSession.limits, announcing: Settings(limits: LongSession.limits),
            random: 0x5555_AAAA_5555_AAAA, now: self.now)
    }

    /// One turn.
    func read(_ bytes: ByteBuffer) {
        self.connection.receive(bytes)
        while let event = self.connection.next(now: self.now, into: &self.out) { self.handle(event) }
        repeat {
            let action = self.connection.endOfTurn(
                gatheredBytesMax: .max, now: self.now, into: &self.out)
            if case .writeThenClose(let reason) = action { self.closed = reason }
        } while self.connection.hasPendingOutput
        self.written.writeImmutableBuffer(self.out)
        self.out.clear()
    }

    private func handle(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready: self.log.append("ready")
        case .goAway: self.log.append("goAway")
        case .call(let call): self.accept(call)
        case .message(let id, let message): self.take(id, message)
        case .inputEnded(let id):
            self.log.append("\(id.stream.rawValue) input ended")
            if self.shapes[id.stream.rawValue] == .clientStreaming { self.send(id, "summary") }
            self.end(id, EndStatus(.ok))
        case .cancel(let id, let cause):
            self.log.append("\(id.stream.rawValue) cancel \(cause)")
            self.end(id, EndStatus(.cancelled))
        case .abandoned(let id): self.log.append("\(id.stream.rawValue) abandoned")
        }
    }

    private func accept(_ call: OpenedCall) {
        let stream = call.id.stream.rawValue
        let shape = LongSession.shape(of: stream)
        self.shapes[stream] = shape
        let action = self.connection.accept(call, as: shape, now: self.now, into: &self.out)
        self.log.append("\(stream) call \(String(buffer: call.path))")
        if case .run(let message) = action { self.take(call.id, message) }
    }

    private func take(_ id: CallID, _ message: WireMessage) {
        let shown = "\(String(buffer: message.bytes)) \(message.decodedBytes.map(String.init) ?? "")"
        self.log.append("\(id.stream.rawValue) message \(shown)")
        switch self.shapes[id.stream.rawValue] ?? .unary {
        case .unary: self.respond(id, message.bytes)
        case .clientStreaming: self.connection.taken(id, message, into: &self.out)
        case .serverStreaming:
            for answer in ["one", "two", ""] { self.send(id, answer) }
            self.end(id, EndStatus(.ok))
        case .bidirectional:
            self.connection.taken(id, message, into: &self.out)
            self.send(id, String(buffer: message.bytes))
        }
    }

    private func respond(_ id: CallID, _ message: ByteBuffer) {
        guard case .pack(let position) = self.connection.beginResponse(id, now: self.now, into: &self.out) else {
            return
        }
        self.out.writeImmutableBuffer(message)
        _ = self.connection.finishResponse(position, now: self.now, into: &self.out)
    }

    private func send(_ id: CallID, _ text: String) {
        guard case .pack(let position) = self.connection.beginMessage(id, into: &self.out) else { return }
        self.out.writeString(text)
        _ = self.connection.finishMessage(position, into: &self.out)
    }

    private func end(_ id: CallID, _ status: EndStatus) {
        self.connection.end(id, with: status, now: self.now, into: &self.out)
    }
}
