import NIOCore

@testable import TrunkWire

/// A client's connection on a bench: bytes in, one line per event out, so that a test reads like a transcript.
final class ClientBench {
    private var connection: ClientConnection
    private var out: ByteBuffer
    private(set) var calls: [UInt32: CallID] = [:]
    private(set) var messages: [UInt32: ByteBuffer] = [:]
    private(set) var replies: [UInt32: Reply] = [:]
    /// Messages of streams the consumer has not taken.
    private(set) var arrived: [UInt32: [WireMessage]] = [:]
    /// The time every event happens at, ms.
    var nowMillis: UInt64 = 1_000_000

    init(limits: WireLimits = WireLimits(), firstStream: StreamID = .first, pool: BytePool? = nil) {
        var out = ByteBuffer()
        self.connection = ClientConnection(
            limits: limits, announcing: Settings(limits: limits), random: 0xFEDC_BA98_7654_3210,
            firstStream: firstStream, pool: pool, now: .uptimeNanoseconds(1_000_000 * 1_000_000), into: &out)
        self.out = out
    }

    static let serverPreface = Bytes.hex("89 54 52 4B 0D 0A 1A 0A 01 01 00 00")

    /// A connection whose prefaces and HELLOs have been exchanged.
    static func open(
        limits: WireLimits = WireLimits(), hello: Bytes = .hello(), firstStream: StreamID = .first,
        pool: BytePool? = nil
    ) -> ClientBench {
        let bench = ClientBench(limits: limits, firstStream: firstStream, pool: pool)
        _ = bench.read(Self.serverPreface + hello)
        _ = bench.written()
        return bench
    }

    var now: NIODeadline { .uptimeNanoseconds(self.nowMillis * 1_000_000) }
    var openCallCount: Int { self.connection.openCallCount }

    func read(_ bytes: Bytes) -> [String] {
        self.connection.receive(bytes.buffer)
        var lines: [String] = []
        while let event = self.connection.next(now: self.now, into: &self.out) { lines.append(self.line(event)) }
        return lines
    }

    private func line(_ event: ClientConnection.Inbound) -> String {
        switch event {
        case .ready: return "ready"
        case .reply(let id, let reply):
            self.replies[id.stream.rawValue] = reply
            if let message = reply.message { self.messages[id.stream.rawValue] = message.bytes }
            let message = (reply.message?.bytes).map {
                $0.readableBytes <= 24 ? "'\(String(buffer: $0))'" : "\($0.readableBytes)"
            }
            return "reply \(id.stream.rawValue) \(reply.status) \(message ?? reply.text)"
        case .message(let id, let message):
            self.arrived[id.stream.rawValue, default: []].append(message)
            let bytes = message.bytes
            let shown = bytes.readableBytes <= 24 ? "'\(String(buffer: bytes))'" : "\(bytes.readableBytes)"
            return "message \(id.stream.rawValue) \(shown)"
        case .failed(let id, let failure):
            let how = (failure.notExecuted ? " not executed" : "") + (failure.holdsSlot ? " holds slot" : "")
            return "failed \(id.stream.rawValue) \(failure.status)\(how) \(failure.text)"
        case .released(let id): return "released \(id.stream.rawValue)"
        case .goAway(let goAway): return "goAway \(goAway.reason.rawValue) last \(goAway.lastStream.rawValue)"
        }
    }

    func call(
        _ message: ByteBuffer, path: String = "a.B/C", header: CallHeader = CallHeader(),
        metadata: Metadata = Metadata()
    ) -> String {
        switch self.connection.beginRequest(path: path, header: header, metadata: metadata, into: &self.out) {
        case .hold: return "hold"
        case .opened(let id): return "opened \(id.stream.rawValue)"
        case .refused(let refusal): return "\(refusal)"
        case .pack(let id, let position):
            self.calls[id.stream.rawValue] = id
            self.out.writeImmutableBuffer(message)
            switch self.connection.finishRequest(position, into: &self.out) {
            case .sent: return "sent \(id.stream.rawValue)"
            case .tooLong(let limit): return "too long: \(limit.name) \(limit.value)"
            }
        }
    }

    func call(_ message: String) -> String { self.call(ByteBuffer(string: message)) }

    /// Begins a call and gives it up in mid-message.
    func callBadly() {
        guard
            case .pack(_, let position) = self.connection.beginRequest(
                path: "a.B/C", header: CallHeader(), into: &self.out)
        else { return }
        self.out.writeString("half")
        self.connection.abandonRequest(position, into: &self.out)
    }

    /// Opens a stream, with or without a first message.
    func open(
        _ shape: CallShape, _ first: ByteBuffer? = nil, header: CallHeader = CallHeader(), decodedBytes: UInt32? = nil
    ) -> String {
        switch self.connection.beginRequest(
            path: "a.B/S", header: header, shape: shape, hasMessage: first != nil, decodedBytes: decodedBytes,
            into: &self.out)
        {
        case .hold: return "hold"
        case .refused(let refusal): return "\(refusal)"
        case .opened(let id):
            self.calls[id.stream.rawValue] = id
            return "opened \(id.stream.rawValue)"
        case .pack(let id, let position):
            self.calls[id.stream.rawValue] = id
            if let first { self.out.writeImmutableBuffer(first) }
            switch self.connection.finishRequest(position, into: &self.out) {
            case .sent: return "sent \(id.stream.rawValue)"
            case .tooLong(let limit): return "too long: \(limit.name) \(limit.value)"
            }
        }
    }

    /// Sends a message of a stream.
    func send(_ stream: UInt32, _ message: ByteBuffer, isLast: Bool = false) -> String {
        guard let id = self.calls[stream] else { return "unknown" }
        switch self.connection.beginMessage(id, into: &self.out) {
        case .hold: return "hold"
        case .drop: return "drop"
        case .pack(let position):
            self.out.writeImmutableBuffer(message)
            switch self.connection.finishMessage(position, isLast: isLast, into: &self.out) {
            case .sent: return "sent"
            case .tooLong(let limit): return "too long: \(limit.name) \(limit.value)"
            }
        }
    }

    func send(_ stream: UInt32, _ message: String, isLast: Bool = false) -> String {
        self.send(stream, ByteBuffer(string: message), isLast: isLast)
    }

    /// Sends no more on a stream.
    func finishSending(_ stream: UInt32) {
        if let id = self.calls[stream] { self.connection.finishSending(id, into: &self.out) }
    }

    /// The consumer takes the oldest message of a stream.
    func take(_ stream: UInt32) {
        guard let id = self.calls[stream], let first = self.arrived[stream]?.first else { return }
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

    func cancel(_ stream: UInt32) {
        guard let id = self.calls[stream] else { return }
        self.connection.cancel(id, into: &self.out)
    }

    func tick() { self.connection.tick(now: self.now, into: &self.out) }
    func drain() { self.connection.drain(into: &self.out) }
    func close(_ reason: GoAwayReason) { self.connection.close(reason, into: &self.out) }
    func inputClosed() { self.connection.inputClosed() }

    /// Ends the turn; the reason when the connection is over.
    func endOfTurn() -> CloseReason? {
        switch self.connection.endOfTurn(now: self.now, into: &self.out) {
        case .write: nil
        case .writeThenClose(let reason): reason
        }
    }

    /// What has been written since the last look, one line a frame.
    func written() -> [String] { frameLines(self.takeOutput()) }

    func takeOutput() -> ByteBuffer {
        defer { self.out = ByteBuffer() }
        return self.out
    }
}
