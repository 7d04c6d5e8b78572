import NIOCore

@testable import TrunkWire

/// REQUESTs that break several rules at once; the order of the document's own table (TRK-326) says which one counts.
enum RequestConformance {
    /// What is wrong around the message.
    struct Shape: Sendable {
        var metadata: [UInt8] = []
        var credit: UInt32 = 0
        /// 16 = whole; less is cut short, and 17 a path that reaches beyond the payload.
        var headerBytes = 16
        var rest = ByteBuffer()
        var flags: UInt8 = Flag.end | Flag.hasMessage
    }

    /// The step of each rule in the document's table.
    static let steps: [Int: Int] = ProtocolDocument.table("", "check", "rules").rows.reduce(into: [:]) { steps, row in
        for rule in ProtocolDocument.rules(in: row[2]) where steps[rule] == nil { steps[rule] = Int(row[0]) }
    }

    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for deflate in [false, true] {
            var measured: Set<String> = []
            for shape in Self.shapes { Self.play(shape, deflate: deflate, full: false, &measured, into: &report) }
        }
        var measured: Set<String> = []
        for shape in Self.shapes.prefix(200) {
            Self.play(shape, deflate: false, full: true, &measured, into: &report)
        }
        return report
    }()

    private static let shapes: [Shape] = {
        var shapes: [Shape] = []
        for headerBytes in [0, 15, 17] {
            shapes += (0...15).map { Shape(headerBytes: headerBytes, rest: .words(9, text: "m"), flags: $0) }
        }
        for flags: UInt8 in 0...15 {
            for rest in Payloads.messages {
                for metadata in [Payloads.metadata[0], Payloads.metadata[6]] {
                    shapes.append(Shape(metadata: metadata, rest: rest, flags: flags))
                }
                for credit: UInt32 in [1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
                    shapes.append(Shape(credit: credit, rest: rest, flags: flags))
                }
            }
            for metadata in Payloads.metadata {
                for credit: UInt32 in [0, 0x8000_0000] {
                    shapes.append(Shape(metadata: metadata, credit: credit, rest: .words(9, text: "m"), flags: flags))
                }
            }
        }
        return shapes
    }()

    private static func frame(_ shape: Shape) -> SentFrame {
        let whole = Bytes.request(
            5, flags: shape.flags, credit: shape.credit, metadata: shape.metadata, shape.rest
        ).buffer
        var payload = whole.getSlice(at: 12, length: whole.readableBytes - 12) ?? ByteBuffer()
        if shape.headerBytes < 16 { payload = payload.getSlice(at: 0, length: shape.headerBytes) ?? ByteBuffer() }
        if shape.headerBytes > 16 { payload.setInteger(UInt8(255), at: payload.readerIndex + 2) }
        return SentFrame("REQUEST", shape.flags, payload)
    }

    private static func machine(deflate: Bool, full: Bool) -> ServerBench {
        var limits = ServerSituation.limits(deflate: deflate, poolBytes: 40_000)
        if full { limits.concurrentStreamsMax = 1 }
        let server = ServerBench.open(limits: limits)
        if full { _ = server.read(.request(1, "m")) }
        return server
    }

    private static func play(
        _ shape: Shape, deflate: Bool, full: Bool, _ measured: inout Set<String>, into report: inout ConformanceReport
    ) {
        let frame = Self.frame(shape)
        let name = "REQUEST \(shape)\(deflate ? ", deflate" : "")\(full ? ", no slot" : "")"
        let verdict = RequestVerdict(shape, frame, deflate: deflate, full: full)
        let server = Self.machine(deflate: deflate, full: full)
        let found = reaction(server.read(frame.bytes(on: 5)) + server.written())
        report.expect(
            found, verdict.reaction, rules: verdict.rule.map { [$0, 326, 605, 604] } ?? [],
            cell: "order | \(verdict.rule ?? 0)", name)
        guard let rule = verdict.rule, measured.insert("\(rule) \(verdict.model.allowance)").inserted else { return }
        if full { return }
        for extra in [0, 1] {
            guard let probe = Stragglers.drawing(verdict.model.allowance, extra: extra) else { continue }
            let server = Self.machine(deflate: deflate, full: full)
            _ = server.read(frame.bytes(on: 5))
            _ = server.read(probe)
            _ = server.read(Stragglers.pongs(verdict.model.points - extra))
            let isOpen = server.endOfTurn() == nil
            _ = server.read(.pong(1))
            report.expect(
                "\(isOpen) \(server.endOfTurn() != nil)", "true true", rules: [405, 809],
                "\(name): \(verdict.model.points) points and \(verdict.model.allowance) bytes allowed, \(extra) more drawn"
            )
        }
    }
}

/// What the document wants of a server for a REQUEST on a fresh connection.
struct RequestVerdict {
    private(set) var model = CallModel(state: .ended)
    private(set) var rule: Int?
    private(set) var reaction = ""

    init(_ shape: RequestConformance.Shape, _ frame: SentFrame, deflate: Bool, full: Bool) {
        self.model.acceptsDeflate = deflate
        self.model.poolBytes = 40_000
        self.model.poolFree = 40_000
        var broken: [Int] = full ? [807] : []
        if shape.headerBytes != 16 {
            broken.append(shape.headerBytes < 16 ? 301 : 302)
        } else {
            broken += ReplyParts(Bytes.replyPayload(metadata: shape.metadata)).broken
            if shape.credit > 0x7FFF_FFFF { broken.append(402) }
        }
        let begun = self.model.beginning(frame, shape.rest)
        if shape.headerBytes == 16 { broken += self.brokenByMessage(shape, frame, begun) }
        let order = broken.enumerated().min { left, right in
            let steps = (RequestConformance.steps[left.element] ?? 0, RequestConformance.steps[right.element] ?? 0)
            return steps.0 == steps.1 ? left.offset < right.offset : steps.0 < steps.1
        }
        guard let first = order?.element else {
            let what =
                !frame.has(Flag.hasMessage)
                ? "without message"
                : begun.total.map { "of \($0)" } ?? "\(begun.first.readableBytes)"
            self.reaction = "call 5 a.B/C \(what)"
            return
        }
        self.rule = first
        let flags = [403, 807].contains(first) ? "NOT_EXECUTED" : "NOT_EXECUTED NO_RETRY"
        self.reaction = "END 5 [\(flags)] \(CallModel.isLimit(first) ? 8 : first == 402 ? 13 : 3) TRK-\(first)"
        self.model.points -= CallModel.isLimit(first) ? 2 : 10
        let isAnnounced = shape.headerBytes == 16 && frame.has(Flag.hasMessage) && frame.has(Flag.more)
        self.model.allow(isAnnounced ? begun.total ?? 0 : 0)
    }

    private func brokenByMessage(
        _ shape: RequestConformance.Shape, _ frame: SentFrame, _ begun: CallModel.Beginning
    ) -> [Int] {
        guard frame.has(Flag.hasMessage) else {
            let isBare = shape.rest.readableBytes == 0 && !frame.has(Flag.more) && !frame.has(Flag.compressed)
            return isBare ? [] : [306]
        }
        if begun.broken.isEmpty, let total = begun.total, total > self.model.poolFree { return [403] }
        return begun.broken
    }
}
