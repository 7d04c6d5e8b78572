import NIOCore

@testable import TrunkWire

/// A server's connection on a bench: bytes in, one line per event out, so that a test reads like a transcript.
final class ServerBench {
    private var connection: ServerConnection
    private var out = ByteBuffer()
    private(set) var opened: [UInt32: OpenedCall] = [:]
    /// Messages of streams the handler has not taken.
    private(set) var arrived: [UInt32: [WireMessage]] = [:]
    /// The time every event happens at, ms.
    var nowMillis: UInt64 = 1_000_000

    init(limits: WireLimits = WireLimits(), pool: BytePool? = nil, random: UInt64 = 0x0123_4567_89AB_CDEF) {
        self.connection = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: random, pool: pool,
            now: .uptimeNanoseconds(1_000_000 * 1_000_000))
    }

    /// A connection whose prefaces and HELLOs have been exchanged.
    static func open(limits: WireLimits = WireLimits(), hello: Bytes = .hello(), pool: BytePool? = nil) -> ServerBench {
        let bench = ServerBench(limits: limits, pool: pool)
        _ = bench.read(.clientPreface + hello)
        _ = bench.written()
        return bench
    }

    var now: NIODeadline { .uptimeNanoseconds(self.nowMillis * 1_000_000) }
    var openCallCount: Int { self.connection.openCallCount }

    func read(_ bytes: Bytes) -> [String] {
        self.connection.receive(bytes.buffer)
        return self.events()
    }

    func inputClosed() -> [String] {
        self.connection.inputClosed()
        return self.events()
    }

    private func events() -> [String] {
        var lines: [String] = []
        while let event = self.connection.next(now: self.now, into: &self.out) {
            if case .call(let call) = event { self.opened[call.id.stream.rawValue] = call }
            if case .message(let id, let message) = event {
                self.arrived[id.stream.rawValue, default: []].append(message)
            }
            lines.append(Self.line(event))
        }
        return lines
    }

    private static func line(_ event: ServerConnection.Inbound) -> String {
        switch event {
        case .ready: "ready"
        case .call(let call):
            switch call.message {
            case .none: "call \(call.id.stream.rawValue) \(String(buffer: call.path)) without message"
            case .whole(let message):
                "call \(call.id.stream.rawValue) \(String(buffer: call.path)) \(message.bytes.readableBytes)"
            case .fragmented(let total): "call \(call.id.stream.rawValue) \(String(buffer: call.path)) of \(total)"
            }
        case .message(let id, let message): "message \(id.stream.rawValue) \(Self.shown(message.bytes))"
        case .inputEnded(let id): "input ended \(id.stream.rawValue)"
        case .cancel(let id, .reset): "cancel \(id.stream.rawValue)"
        case .cancel(let id, .violation(let rule)): "cancel \(id.stream.rawValue) TRK-\(rule.rawValue)"
        case .abandoned(let id): "abandoned \(id.stream.rawValue)"
        case .goAway(let goAway): "goAway \(goAway.reason.rawValue)"
        }
    }

    /// A message as a line shows it.
    private static func shown(_ bytes: ByteBuffer) -> String {
        bytes.readableBytes <= 64 ? "'\(String(buffer: bytes))'" : "\(bytes.readableBytes)"
    }

    func accept(_ stream: UInt32, as shape: CallShape = .unary, carriesSecret: Bool = false) -> String {
        guard let call = self.opened[stream] else { return "unknown" }
        switch self.connection.accept(
            call, as: shape, carriesSecret: carriesSecret, now: self.now, into: &self.out)
        {
        case .run(let message): return "run \(Self.shown(message.bytes))"
        case .open: return "open"
        case .wait: return "wait"
        case .ended: return "ended"
        }
    }

    func respond(_ stream: UInt32, _ message: ByteBuffer, metadata: Metadata = Metadata()) -> String {
        guard let id = self.opened[stream]?.id else { return "unknown" }
        switch self.connection.beginResponse(id, metadata: metadata, now: self.now, into: &self.out) {
        case .drop: return "drop"
        case .pack(let position):
            self.out.writeImmutableBuffer(message)
            switch self.connection.finishResponse(position, now: self.now, into: &self.out) {
            case .sent: return "sent"
            case .tooLong(let limit): return "too long: \(limit.name) \(limit.value)"
            }
        }
    }

    /// Sends a message of a stream.
    func send(_ stream: UInt32, _ message: ByteBuffer, decodedBytes: UInt32? = nil) -> String {
        guard let id = self.opened[stream]?.id else { return "unknown" }
        switch self.connection.beginMessage(id, decodedBytes: decodedBytes, into: &self.out) {
        case .hold: return "hold"
        case .drop: return "drop"
        case .pack(let position):
            self.out.writeImmutableBuffer(message)
            switch self.connection.finishMessage(position, into: &self.out) {
            case .sent: return "sent"
            case .tooLong(let limit): return "too long: \(limit.name) \(limit.value)"
            }
        }
    }

    func send(_ stream: UInt32, _ message: String) -> String { self.send(stream, ByteBuffer(string: message)) }

    /// The handler takes the oldest message of a stream.
    func take(_ stream: UInt32) {
        guard let id = self.opened[stream]?.id, let first = self.arrived[stream]?.first else { return }
        self.arrived[stream]?.removeFirst()
        self.connection.taken(id, first, into: &self.out)
    }

    /// The streams that may send again.
    func sendable() -> [UInt32] {
        var streams: [UInt32] = []
        while let id = self.connection.nextSendable() { streams.append(id.stream.rawValue) }
        return streams
    }

    var hasPendingOutput: Bool { self.connection.hasPendingOutput }
    func inputHeld() { self.connection.inputHeld(now: self.now) }
    func inputResumed() { self.connection.inputResumed(now: self.now) }
    /// What has come and waits; for a stream accepted behind its REQUEST.
    func pendingEvents() -> [String] { self.events() }

    func respond(_ stream: UInt32, _ message: String) -> String { self.respond(stream, ByteBuffer(string: message)) }

    /// Begins a reply and gives it up in mid-message.
    func respondBadly(_ stream: UInt32) {
        guard let id = self.opened[stream]?.id,
            case .pack(let position) = self.connection.beginResponse(id, now: self.now, into: &self.out)
        else { return }
        self.out.writeString("half")
        self.connection.abandonResponse(position, into: &self.out)
    }

    func end(_ stream: UInt32, _ status: EndStatus) {
        guard let id = self.opened[stream]?.id else { return }
        self.connection.end(id, with: status, now: self.now, into: &self.out)
    }

    func refuse(_ stream: UInt32, _ status: EndStatus) {
        guard let id = self.opened[stream]?.id else { return }
        self.connection.refuse(id, with: status, now: self.now, into: &self.out)
    }

    func terminate(_ stream: UInt32, _ status: EndStatus) {
        guard let id = self.opened[stream]?.id else { return }
        self.connection.terminate(id, with: status, now: self.now, into: &self.out)
    }

    func tick() -> ServerConnection.TickAction { self.connection.tick(now: self.now, into: &self.out) }
    func drain() { self.connection.drain(now: self.now, into: &self.out) }
    func turnAway(_ reason: GoAwayReason, _ rule: Rule) { self.connection.turnAway(reason, rule) }
    func close(_ reason: GoAwayReason) { self.connection.close(reason, into: &self.out) }

    /// Ends the turn; the reason when the connection is over.
    func endOfTurn(gatheredBytesMax: Int = WireLimits.gatheredBytesMax) -> CloseReason? {
        switch self.connection.endOfTurn(gatheredBytesMax: gatheredBytesMax, now: self.now, into: &self.out) {
        case .write: nil
        case .writeThenClose(let reason): reason
        }
    }

    /// What has been written since the last look, one line a frame.
    func written() -> [String] { frameLines(self.takeOutput()) }

    /// Takes everything written, which ends with a PING, and answers the PING's bytes.
    func takePing() -> UInt64? {
        let output = self.takeOutput()
        guard frameLines(output).last == "PING" else { return nil }
        return output.getInteger(at: output.writerIndex - 8, as: UInt64.self)
    }

    func takeOutput() -> ByteBuffer {
        defer { self.out = ByteBuffer() }
        return self.out
    }
}
