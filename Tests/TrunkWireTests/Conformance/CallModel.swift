import NIOCore

@testable import TrunkWire

/// What the document knows of one call, and of what the connection allows beside it; the reader's side.
struct CallModel: Sendable {
    /// Of the server: offered … ended. Of the client: waiting, cancelled, ended.
    enum State: String, Sendable {
        case offered, waiting, running, reset, answered, flushing, ended, cancelled
    }

    var state: State
    var shape = CallShape.unary
    /// A message came with REQUEST, or the beginning of one.
    var hadMessage = true
    /// The peer sends nothing more.
    var halfClosed = false
    /// Bytes of the message in progress that are missing; nil = between messages.
    var missing: Int?
    /// What has come of that message.
    var begun = ""
    /// What the peer may still spend.
    var credit = 65_536
    /// What this side may still spend, and began with.
    var sendCredit = 65_536
    var sendWindow = 65_536
    /// Messages hold a secret.
    var isSecret = false
    /// Messages of a reply that have come.
    var received = 0

    // Of the connection.
    var acceptsDeflate = false
    var poolFree = 16 << 20
    var poolBytes = 16 << 20
    var points = Self.pointsMax
    var allowance = 0

    static let pointsMax = 40
    static let messageWireMax = 65_536
    static let messageDecodedMax = 98_304

    var isMany: Bool { !self.shape.hasOneRequest }

    /// 256 + r + 64 × (r ÷ 65,536 + 1), at most the pool (TRK-405).
    mutating func allow(_ rest: Int) {
        self.allowance = min(self.poolBytes, self.allowance + 256 + rest + 64 * (rest / 65_536 + 1))
    }

    /// What a peer may have in flight for a stream it may still send on.
    var inFlight: Int { self.credit > 0 ? self.credit + Self.messageWireMax : 0 }

    /// A straggler draws its payload + 64, or costs a point.
    mutating func drop(_ frame: SentFrame) {
        if frame.count + 64 <= self.allowance {
            self.allowance -= frame.count + 64
        } else {
            self.points -= 1
        }
    }

    /// Whether the document forbids MORE on the fragment that completes the total: the row of TRK-308 says so.
    static let lastHasNoMore = ProtocolDocument.tables.flatMap(\.rows).contains { row in
        row[0] == "TRK-308" && row[1].contains("MORE")
    }

    /// The rules a frame that goes on with a fragmented message breaks.
    func brokenByFragment(_ frame: SentFrame, missing: Int) -> [Int] {
        var broken: [Int] = []
        if frame.has(Flag.compressed) { broken.append(310) }
        if frame.has(Flag.more), frame.has(Flag.end) { broken.append(307) }
        if frame.count == 0 { broken.append(309) }
        let completes = frame.has(Flag.more) && frame.count == missing && Self.lastHasNoMore
        if frame.count > missing || completes || (!frame.has(Flag.more) && frame.count != missing) {
            broken.append(308)
        }
        return broken
    }

    /// What begins with a MESSAGE: its announced total, decoded length, and first bytes; or the rules it breaks.
    struct Beginning {
        var total: Int?
        var first: ByteBuffer
        var wireBytes: Int
        var broken: [Int] = []
    }

    /// Reads a frame that begins a message, in the order of step 6 of TRK-326.
    func beginning(_ frame: SentFrame, _ payload: ByteBuffer) -> Beginning {
        var rest = payload
        var begun = Beginning(total: nil, first: rest, wireBytes: rest.readableBytes)
        let isPart = frame.has(Flag.more)
        if isPart, frame.has(Flag.end) { begun.broken.append(307) }
        if frame.has(Flag.compressed) {
            if !self.acceptsDeflate { begun.broken.append(314) }
            if let decoded = rest.readInteger(as: UInt32.self) {
                if Int(decoded) > Self.messageDecodedMax { begun.broken.append(804) }
            } else {
                begun.broken.append(902)
            }
        }
        begun.first = rest
        begun.wireBytes = rest.readableBytes
        guard isPart else {
            if rest.readableBytes > Self.messageWireMax { begun.broken.append(803) }
            return begun
        }
        guard let total = rest.readInteger(as: UInt32.self) else {
            begun.broken.append(308)
            return begun
        }
        begun.total = Int(total)
        begun.first = rest
        begun.wireBytes = Int(total)
        let completes = rest.readableBytes == total && total > 0 && Self.lastHasNoMore
        if rest.readableBytes > total || completes { begun.broken.append(308) }
        if rest.readableBytes == 0 { begun.broken.append(309) }
        if total > UInt32(Self.messageWireMax) { begun.broken.append(803) }
        return begun
    }

    /// The rule a CREDIT breaks, or nil when it is added.
    func brokenByCredit(_ more: UInt32) -> Int? {
        if more == 0 { return 401 }
        return self.sendCredit + Int(more) > 0x7FFF_FFFF ? 402 : nil
    }
}

extension CallModel {
    /// Limits of a call: they cost nothing at a client, and RESOURCE_EXHAUSTED.
    static func isLimit(_ rule: Int) -> Bool { [403, 803, 804, 805, 806, 807].contains(rule) }

    /// The state of a call's column in the document's table.
    static func shown(_ message: ByteBuffer, _ most: Int) -> String {
        message.readableBytes <= most ? "'\(String(buffer: message))'" : "\(message.readableBytes)"
    }
}
