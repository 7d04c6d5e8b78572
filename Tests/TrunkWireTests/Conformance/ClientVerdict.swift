import NIOCore

@testable import TrunkWire

/// What the document wants of a client for one frame of a server's.
struct ClientVerdict {
    private(set) var model: CallModel
    /// Events for the owner and frames for the server, in the bench's words.
    private(set) var reaction: [String] = []
    /// The rules that are named.
    private(set) var rules: [Int] = []

    /// The codes of section 9 in the bench's words.
    private static let codes = [
        "ok", "cancelled", "unknown", "invalidArgument", "deadlineExceeded", "notFound", "alreadyExists",
        "permissionDenied", "resourceExhausted", "failedPrecondition", "aborted", "outOfRange", "unimplemented",
        "internalError", "unavailable", "dataLoss", "unauthenticated",
    ]

    /// Judges a frame; where it breaks several rules, `named` says which one the machine told.
    init(_ frame: SentFrame, in model: CallModel, named: Int?) {
        self.model = model
        switch model.state {
        case .cancelled: self.unawaited(frame)
        case .waiting: self.awaited(frame, named)
        default: self.model.drop(frame)
        }
    }

    private func endsCall(_ frame: SentFrame) -> Bool {
        frame.type == 0x05 || (frame.type != 0x07 && frame.has(Flag.end))
    }

    private mutating func unawaited(_ frame: SentFrame) {
        guard self.endsCall(frame) else { return self.model.drop(frame) }
        self.model.state = .ended
        self.model.allow(0)
        self.reaction.append("released 5")
        self.rules = [322]
    }

    private mutating func awaited(_ frame: SentFrame, _ named: Int?) {
        let isStream = self.model.shape != .unary
        switch frame.type {
        case 0x05: self.end(frame, named)
        case 0x07: self.credit(frame)
        case 0x03 where isStream: self.fail([317], frame, named)
        case 0x03 where self.model.missing != nil: self.fail([312], frame, named)
        case 0x03: self.response(frame, named)
        default:
            if isStream, frame.has(Flag.end) { return self.fail([317], frame, named) }
            if let missing = self.model.missing { return self.fragment(frame, missing, named) }
            if !isStream { return self.fail([316], frame, named) }
            if self.model.shape.hasOneReply, self.model.received > 0 { return self.fail([318], frame, named) }
            self.begin(frame, frame.payload, named)
        }
    }

    private mutating func response(_ frame: SentFrame, _ named: Int?) {
        let parts = ReplyParts(frame.payload)
        guard parts.broken.isEmpty else { return self.fail(parts.broken, frame, named) }
        guard frame.has(Flag.hasMessage) else {
            let isBare = parts.rest.readableBytes == 0 && !frame.has(Flag.more) && !frame.has(Flag.compressed)
            return self.fail([isBare ? 316 : 306], frame, named)
        }
        self.begin(frame, parts.rest, named)
    }

    /// A message, or its first fragment: of a reply, or of a stream.
    private mutating func begin(_ frame: SentFrame, _ payload: ByteBuffer, _ named: Int?) {
        let isStream = self.model.shape != .unary
        let begun = self.model.beginning(frame, payload)
        var broken = begun.broken
        if isStream, self.model.credit <= 0 { broken.append(404) }
        if let total = begun.total, total > self.model.poolFree, broken.isEmpty { broken.append(403) }
        if !isStream, begun.total == nil, !frame.has(Flag.end), broken.isEmpty { broken.append(316) }
        // A reply's order is a REQUEST's (TRK-326); a stream's messages have none.
        if !isStream { broken = Array(broken.prefix(1)) }
        guard broken.isEmpty else { return self.fail(broken, frame, named) }
        if isStream { self.model.credit -= begun.wireBytes + 64 }
        if begun.total != nil {
            self.model.missing = begun.wireBytes - begun.first.readableBytes
            self.model.begun = String(buffer: begun.first)
            return
        }
        self.deliver(CallModel.shown(begun.first, 24))
    }

    private mutating func fragment(_ frame: SentFrame, _ missing: Int, _ named: Int?) {
        let broken = self.model.brokenByFragment(frame, missing: missing)
        guard broken.isEmpty else { return self.fail(broken, frame, named) }
        self.model.missing = missing - frame.count
        guard !frame.has(Flag.more) else { return }
        if self.model.shape == .unary, !frame.has(Flag.end) { return self.fail([316], frame, named) }
        self.model.missing = nil
        self.deliver("'\(self.model.begun)\(String(buffer: frame.payload))'")
    }

    private mutating func deliver(_ shown: String) {
        guard self.model.shape == .unary else {
            self.model.received += 1
            self.reaction.append("message 5 \(shown)")
            return
        }
        self.reaction.append("reply 5 ok \(shown)")
        self.complete()
    }

    private mutating func complete() {
        self.model.state = .ended
        self.model.allow(self.model.missing ?? 0)
        self.model.points = min(CallModel.pointsMax, self.model.points + 1)
    }

    private mutating func end(_ frame: SentFrame, _ named: Int?) {
        let parts = ReplyParts(frame.payload)
        var broken = parts.broken
        if frame.code == 0 {
            if self.model.shape == .unary { broken.append(316) }
            if self.model.shape == .clientStreaming, self.model.received != 1 { broken.append(318) }
        }
        if broken.isEmpty, parts.rest.readableBytes > 0 { broken.append(306) }
        guard broken.isEmpty else { return self.fail(broken, frame, named) }
        let isKnown = Int(frame.code) < Self.codes.count
        if !isKnown { self.rules = [606] }
        self.reaction.append("reply 5 \(isKnown ? Self.codes[Int(frame.code)] : "unknown") \(parts.text)")
        self.complete()
    }

    private mutating func credit(_ frame: SentFrame) {
        let more = frame.payload.getInteger(at: frame.payload.readerIndex, as: UInt32.self) ?? 0
        if let broken = self.model.brokenByCredit(more) { return self.fail([broken], frame, nil) }
        self.model.sendCredit += Int(more)
        if Int(more) < self.model.sendWindow / 8 {
            self.model.points -= 1
            self.rules = [406, 809]
        }
    }

    /// The call fails; RESET goes out, unless the frame has ended the call by itself.
    private mutating func fail(_ broken: [Int], _ frame: SentFrame, _ named: Int?) {
        guard let first = broken.first else { return }
        let rule = named.flatMap { broken.contains($0) ? $0 : nil } ?? first
        self.rules = [rule]
        let status = CallModel.isLimit(rule) ? "resourceExhausted" : "internalError"
        if !CallModel.isLimit(rule) { self.model.points -= 10 }
        guard !self.endsCall(frame) else {
            self.reaction.append("failed 5 \(status) TRK-\(rule)")
            self.model.allow(self.model.missing ?? 0)
            self.model.state = .ended
            return
        }
        self.reaction += ["failed 5 \(status) holds slot TRK-\(rule)", "RESET 5 1 TRK-\(rule)"]
        self.model.allow(self.model.restWhenReset)
        self.model.state = .cancelled
    }
}

extension CallModel {
    /// The rest of the message that is read, or the own limit where nothing has come of a unary reply; for a stream
    /// what is in flight beside it (TRK-405).
    var restWhenReset: Int {
        guard self.shape != .unary else { return self.missing ?? Self.messageWireMax }
        return (self.missing ?? 0) + self.inFlight
    }
}
