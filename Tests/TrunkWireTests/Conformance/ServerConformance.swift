import NIOCore

@testable import TrunkWire

/// Every frame in every state of a call at the server.
enum ServerConformance {
    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for situation in ServerSituation.all {
            for frame in Self.frames { Self.play(frame, in: situation, into: &report) }
        }
        return report
    }()

    static let frames: [SentFrame] =
        SentFrame.all("MESSAGE", from: .client, Payloads.messages)
        + SentFrame.all("END", from: .client, [ByteBuffer()])
        + SentFrame.all("RESET", from: .client, code: 1, [ByteBuffer(), ByteBuffer(string: "gone")])
        + SentFrame.all("RESET", from: .client, code: 77, [ByteBuffer()])
        + SentFrame.all("CREDIT", from: .client, Payloads.credits)
        + SentFrame.all("RESPONSE", from: .server, [ByteBuffer()])

    private static func play(_ frame: SentFrame, in situation: ServerSituation, into report: inout ConformanceReport) {
        let name = "server, \(situation.name): \(frame)"
        let oracle = HeaderOracle(sender: .client, helloAwaited: false, highest: 5)
        let header = HeaderOracle.Header(length: UInt32(frame.count), type: frame.type, flags: frame.flags, stream: 5)
        if case .goAway(let rule, let reason) = oracle.outcome(of: header) {
            let server = situation.machine()
            let last = situation.name == "a skipped id" ? 7 : 5
            report.expect(
                reaction(server.read(frame.bytes(on: 5)) + server.written()),
                "GOAWAY \(reason) last \(last) TRK-\(rule)", rules: [rule], name)
            return
        }
        let server = situation.machine()
        let found = reaction(server.read(frame.bytes(on: 5)) + server.written())
        let verdict = ServerVerdict(frame, in: situation.model, named: ProtocolDocument.rules(in: found).first)
        let cell = "\(DocumentFrames.kind(frame.type)?.name ?? "") | \(situation.column)"
        report.expect(
            found, verdict.reaction.joined(separator: "; "), rules: Set(verdict.rules), cell: cell, name)
        Self.measure(frame, in: situation, verdict.model, name, into: &report)
    }

    /// Points and allowance afterwards are the document's, to the byte: what draws all of it is free, one byte more
    /// is not.
    private static func measure(
        _ frame: SentFrame, in situation: ServerSituation, _ model: CallModel, _ name: String,
        into report: inout ConformanceReport
    ) {
        for extra in [0, 1] {
            let server = situation.machine()
            _ = server.read(frame.bytes(on: 5))
            let probe = Stragglers.drawing(model.allowance, extra: extra)
            if extra == 1, probe == nil { continue }
            _ = server.read(probe ?? Bytes())
            let points = model.points - extra
            _ = server.read(Stragglers.pongs(points))
            let isOpen = server.endOfTurn() == nil
            _ = server.written()
            _ = server.read(.pong(1))
            let isClosed = server.endOfTurn() != nil
            report.expect(
                "\(isOpen) \(isClosed) \(reaction(server.written()))",
                "true true GOAWAY 6 last \(situation.name == "a skipped id" ? 7 : 5) TRK-809",
                rules: [212, 405, 809],
                "\(name): \(points) points and \(model.allowance) bytes allowed afterwards, \(extra) more drawn")
        }
    }
}

/// Frames for a stream that was skipped.
enum Stragglers {
    /// Frames that draw exactly so much of the allowance, and `extra` bytes more; nil when no frame is that small.
    static func drawing(_ allowance: Int, extra: Int) -> Bytes? {
        var left = allowance
        guard left >= 64 else { return nil }
        var bytes = Bytes()
        while left - 64 > 65_536 - extra {
            let count = min(65_536, left - 128)
            bytes = bytes + .frame(0x04, stream: 1, .zeros(count))
            left -= count + 64
        }
        return bytes + .frame(0x04, stream: 1, .zeros(left - 64 + extra))
    }

    static func pongs(_ count: Int) -> Bytes {
        (0..<max(0, count)).reduce(into: Bytes()) { bytes, _ in bytes = bytes + .pong(1) }
    }
}
