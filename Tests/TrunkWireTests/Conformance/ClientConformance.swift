import NIOCore

@testable import TrunkWire

/// Every frame in every state of a call at the client.
enum ClientConformance {
    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for situation in ClientSituation.all {
            var measured: Set<String> = []
            for frame in Self.frames { Self.play(frame, in: situation, &measured, into: &report) }
        }
        return report
    }()

    static let frames: [SentFrame] =
        SentFrame.all("MESSAGE", from: .server, Payloads.messages)
        + SentFrame.all("RESPONSE", from: .server, Payloads.messages.map { Bytes.replyPayload($0) })
        + [0x00, 0x01, 0x08, 0x09, 0x0C].flatMap { flags in
            Payloads.replies(.words(10, text: "x")).map { SentFrame("RESPONSE", flags, $0) }
        }
        + [0, 1, 5, 16, 17, 0xFFFF].flatMap { code in
            Payloads.replies(ByteBuffer()).map { SentFrame("END", code: code, $0) }
                + [SentFrame("END", code: code, Bytes.replyPayload(.words(text: "x")))]
        }
        + SentFrame.all("END", from: .server, code: 9, [Bytes.replyPayload()])
        + SentFrame.all("CREDIT", from: .server, Payloads.credits)
        + [SentFrame("REQUEST"), SentFrame("RESET")]

    private static func cell(_ frame: SentFrame, _ column: String) -> String {
        let name = DocumentFrames.kind(frame.type)?.name ?? ""
        let row = name == "RESPONSE" ? (frame.has(Flag.end) ? "RESPONSE(END)" : "RESPONSE(MORE)") : name
        return "\(row) | \(column)"
    }

    private static func play(
        _ frame: SentFrame, in situation: ClientSituation, _ measured: inout Set<String>,
        into report: inout ConformanceReport
    ) {
        let name = "client, \(situation.name): \(frame)"
        let stream: UInt32 = situation.name == "a skipped id" ? 7 : 5
        let client = situation.machine()
        let found = reaction(client.read(frame.bytes(on: stream)) + client.written())
        let oracle = HeaderOracle(sender: .server, helloAwaited: false, highest: stream)
        let header = HeaderOracle.Header(
            length: UInt32(frame.count), type: frame.type, flags: frame.flags, stream: stream)
        if case .goAway(let rule, let reason) = oracle.outcome(of: header) {
            report.expect(found, "GOAWAY \(reason) last 0 TRK-\(rule)", rules: [rule], name)
            return
        }
        let verdict = ClientVerdict(frame, in: situation.model, named: ProtocolDocument.rules(in: found).first)
        report.expect(
            found, verdict.reaction.joined(separator: "; "), rules: Set(verdict.rules),
            cell: Self.cell(frame, situation.column), name)
        let outcome = "\(frame.type) \(verdict.rules) \(verdict.model.points) \(verdict.model.allowance)"
        guard measured.insert(outcome).inserted else { return }
        for extra in [0, 1] {
            let client = situation.machine()
            _ = client.read(frame.bytes(on: stream))
            Self.measure(client, verdict.model, extra, name, into: &report)
        }
    }

    /// Points and allowance afterwards are the document's, to the byte.
    private static func measure(
        _ client: ClientBench, _ model: CallModel, _ extra: Int, _ name: String, into report: inout ConformanceReport
    ) {
        let probe = Stragglers.drawing(model.allowance, extra: extra)
        if extra == 1, probe == nil { return }
        _ = client.read(probe ?? Bytes())
        _ = client.read(Stragglers.pongs(model.points - extra))
        let isOpen = client.endOfTurn() == nil
        _ = client.written()
        _ = client.read(.pong(1))
        let isClosed = client.endOfTurn() != nil
        report.expect(
            "\(isOpen) \(isClosed) \(reaction(client.written()))", "true true GOAWAY 6 last 0 TRK-809",
            rules: [212, 405, 809],
            "\(name): \(model.points) points and \(model.allowance) bytes allowed afterwards, \(extra) more drawn")
    }
}
