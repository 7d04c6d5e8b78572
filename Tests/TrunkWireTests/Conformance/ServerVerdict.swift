import NIOCore

@testable import TrunkWire

/// What the document wants of a server for one frame of a client's.
struct ServerVerdict {
    private(set) var model: CallModel
    /// Events for the owner and frames for the client, in the bench's words.
    private(set) var reaction: [String] = []
    /// The rules that may be named; more than one only when the frame breaks several and no order is told.
    private(set) var rules: [Int] = []

    /// Judges a frame; where it breaks several rules, `named` says which one the machine told.
    init(_ frame: SentFrame, in model: CallModel, named: Int?) {
        self.model = model
        switch frame.type {
        case 0x04: self.message(frame, named)
        case 0x05: self.end(frame)
        case 0x06: self.reset(frame)
        default: self.credit(frame)
        }
    }

    private var isLive: Bool { [.offered, .waiting, .running].contains(self.model.state) }

    private mutating func message(_ frame: SentFrame, _ named: Int?) {
        guard self.isLive else { return self.model.drop(frame) }
        if self.model.halfClosed { return self.fail([315], named) }
        if let missing = self.model.missing { return self.fragment(frame, missing, named) }
        guard self.model.state == .running, self.model.isMany else {
            return self.fail([self.model.hadMessage ? 312 : 313], named)
        }
        self.begin(frame, named)
    }

    private mutating func fragment(_ frame: SentFrame, _ missing: Int, _ named: Int?) {
        let broken = self.model.brokenByFragment(frame, missing: missing)
        guard broken.isEmpty else { return self.fail(broken, named) }
        self.model.begun += String(buffer: frame.payload)
        self.model.missing = missing - frame.count
        guard !frame.has(Flag.more) else { return }
        self.model.missing = nil
        self.model.halfClosed = frame.has(Flag.end)
        guard self.model.state != .offered else { return }
        self.reaction.append("message 5 '\(self.model.begun)'")
        if self.model.state == .running, frame.has(Flag.end) { self.reaction.append("input ended 5") }
        self.model.state = .running
    }

    private mutating func begin(_ frame: SentFrame, _ named: Int?) {
        let begun = self.model.beginning(frame, frame.payload)
        var broken = begun.broken
        if self.model.isSecret, frame.has(Flag.compressed) { broken.append(904) }
        if self.model.credit <= 0 { broken.append(404) }
        if let total = begun.total, total > self.model.poolFree, broken.isEmpty { broken.append(403) }
        guard broken.isEmpty else { return self.fail(broken, named) }
        self.model.credit -= begun.wireBytes + 64
        if begun.total != nil {
            self.model.missing = begun.wireBytes - begun.first.readableBytes
            self.model.begun = String(buffer: begun.first)
            return
        }
        self.reaction.append("message 5 \(CallModel.shown(begun.first, 64))")
        guard frame.has(Flag.end) else { return }
        self.model.halfClosed = true
        self.reaction.append("input ended 5")
    }

    private mutating func end(_ frame: SentFrame) {
        guard self.isLive else { return self.model.drop(frame) }
        if self.model.halfClosed { return self.fail([315], nil) }
        if self.model.missing != nil { return self.fail([311], nil) }
        self.model.halfClosed = true
        if self.model.state == .running, self.model.isMany { self.reaction.append("input ended 5") }
    }

    private mutating func reset(_ frame: SentFrame) {
        self.model.points -= 1
        switch self.model.state {
        case .offered, .waiting:
            self.reaction += ["abandoned 5", "END 5 [NOT_EXECUTED] 1 "]
            self.model.allow(self.model.missing ?? 0)
            self.model.state = .ended
        case .running:
            self.reaction.append("cancel 5")
            self.model.state = .reset
        case .flushing:
            self.reaction.append("END 5 0 ")
            self.model.state = .ended
        case .reset, .answered, .ended, .cancelled: self.model.drop(frame)
        }
    }

    private mutating func credit(_ frame: SentFrame) {
        guard self.isLive else { return self.model.drop(frame) }
        let more = frame.payload.getInteger(at: frame.payload.readerIndex, as: UInt32.self) ?? 0
        if let broken = self.model.brokenByCredit(more) { return self.fail([broken], nil) }
        self.model.sendCredit += Int(more)
        if Int(more) < self.model.sendWindow / 8 {
            self.model.points -= 1
            self.rules = [406, 809]
        }
    }

    /// The call ends: INVALID_ARGUMENT and NO_RETRY, or what the rule says instead.
    private mutating func fail(_ broken: [Int], _ named: Int?) {
        guard let first = broken.first else { return }
        let rule = named.flatMap { broken.contains($0) ? $0 : nil } ?? first
        self.rules = [rule]
        let hasBegun = self.model.state == .running
        let status = CallModel.isLimit(rule) ? 8 : [401, 402, 404].contains(rule) ? 13 : 3
        var flags = hasBegun ? [] : ["NOT_EXECUTED"]
        if rule != 403 { flags.append("NO_RETRY") }
        let shown = flags.isEmpty ? "" : "[\(flags.joined(separator: " "))] "
        self.reaction.append(hasBegun ? "cancel 5 TRK-\(rule)" : "abandoned 5")
        self.reaction.append("END 5 \(shown)\(status) TRK-\(rule)")
        self.model.points -= CallModel.isLimit(rule) ? 2 : 10
        let mayStillSend = hasBegun && self.model.isMany && !self.model.halfClosed
        self.model.allow((self.model.missing ?? 0) + (mayStillSend ? self.model.inFlight : 0))
        self.model.state = hasBegun ? .answered : .ended
    }
}
