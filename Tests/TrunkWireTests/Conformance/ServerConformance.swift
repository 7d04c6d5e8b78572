import NIOCore

@testable import TrunkWire

/// Every frame in every state of a call at the server.
enum ServerConformance {
    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for situation in ServerSituation.all {
            var measured: Set<String> = []
            for frame in Self.frames { Self.play(frame, in: situation, &measured, into: &report) }
        }
        return report
    }()

    static let frames: [SentFrame] =
        SentFrame.all("MESSAGE", from: .client, Payloads.messages)
        + SentFrame.all("END", from: .client, [ByteBuffer()])
        + SentFrame.all("RESET", from: .client, code: 1, [ByteBuffer(), ByteBuffer(string: "gone")])
        + SentFrame.all("RESET", from: .client, code: 77, [ByteBuffer()])
        + SentFrame.all("CREDIT", from: .client, Payloads.credits)
        + [SentFrame("RESPONSE"), SentFrame("RESPONSE", Flag.end | Flag.hasMessage, Bytes.replyPayload())]

    private static func play(
        _ frame: SentFrame, in situation: ServerSituation, _ measured: inout Set<String>,
        into report: inout ConformanceReport
    ) {
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
        let outcome = "\(frame.type) \(verdict.rules) \(verdict.model.points) \(verdict.model.allowance)"
        guard measured.insert(outcome).inserted else { return }
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
            let isOpen = server.endOfTurn(gatheredBytesMax: 0) == nil
            _ = server.written()
            _ = server.read(.pong(1))
            let isClosed = server.endOfTurn(gatheredBytesMax: 0) != nil
            report.expect(
                "\(isOpen) \(isClosed) \(reaction(server.written()))",
                "true true GOAWAY 6 last \(situation.name == "a skipped id" ? 7 : 5) TRK-809",
                rules: [212, 405, 809],
                "\(name): \(points) points and \(model.allowance) bytes allowed afterwards, \(extra) more drawn")
        }
    }
}
