import NIOCore

@testable import TrunkWire

extension ServerSituation {
    /// The last column: the client's frames find no call any more.
    static let done: [ServerSituation] = Self.unaryDone + Self.streamDone

    /// A model in a state, after a call whose end allowed for so much.
    private static func over(
        _ state: CallModel.State, _ shape: CallShape, rest: Int?, cost: Int = 0, poolBytes: Int = 16 << 20
    ) -> CallModel {
        var model = CallModel(state: state)
        model.poolBytes = poolBytes
        model.shape = shape
        model.points -= cost
        if let rest { model.allow(rest) }
        return model
    }

    private static let unaryDone: [ServerSituation] = {
        let run: @Sendable (ServerBench) -> Void = {
            _ = $0.read(.request(5, "m"))
            _ = $0.accept(5)
        }
        return [
            ServerSituation("reset, unary", Self.over, Self.over(.reset, .unary, rest: nil, cost: 1)) {
                run($0)
                _ = $0.read(.reset(5))
            },
            ServerSituation("answered, unary", Self.over, Self.over(.answered, .unary, rest: 0)) {
                run($0)
                $0.terminate(5, EndStatus(.deadlineExceeded))
            },
            ServerSituation("answered for a second message", Self.over, Self.over(.answered, .unary, rest: 0, cost: 10))
            {
                run($0)
                _ = $0.read(.message(5, "m"))
            },
            ServerSituation("flushing, unary", Self.over, Self.over(.flushing, .unary, rest: 0)) {
                run($0)
                _ = $0.respond(5, ByteBuffer(repeating: 0x61, count: 70_000))
            },
            ServerSituation("ended, unary", Self.over, Self.over(.ended, .unary, rest: 0)) {
                run($0)
                _ = $0.respond(5, "m")
            },
            ServerSituation("ended in mid-request", Self.over, Self.over(.ended, .unary, rest: 6, cost: 1)) {
                _ = $0.read(.request(5, total: 10, "abcd") + .reset(5))
            },
            ServerSituation("refused", Self.over, Self.over(.ended, .unary, rest: 0)) {
                _ = $0.read(.request(5, "m"))
                $0.refuse(5, EndStatus(.unimplemented))
            },
            ServerSituation("refused in mid-request", Self.over, Self.over(.ended, .unary, rest: 60_000 - 4)) {
                _ = $0.read(.request(5, total: 60_000, "abcd"))
                $0.refuse(5, EndStatus(.unimplemented))
            },
            ServerSituation("malformed REQUEST", Self.over, Self.over(.ended, .unary, rest: 0, cost: 10)) {
                _ = $0.read(.frame(0x02, flags: Flag.end, stream: 5))
            },
            ServerSituation("a skipped id", Self.over, Self.over(.ended, .unary, rest: nil)) {
                _ = $0.read(.request(7, "m"))
            },
        ]
    }()

    private static let streamDone: [ServerSituation] = [CallShape.clientStreaming, .bidirectional].flatMap { shape in
        let run: @Sendable (ServerBench) -> Void = {
            _ = $0.read(.request(5, flags: 0, ByteBuffer()))
            _ = $0.accept(5, as: shape)
        }
        let inFlight = 65_536 + CallModel.messageWireMax
        return [
            ServerSituation("reset, \(shape)", Self.over, Self.over(.reset, shape, rest: nil, cost: 1)) {
                run($0)
                _ = $0.read(.reset(5))
            },
            ServerSituation("answered, \(shape)", Self.over, Self.over(.answered, shape, rest: inFlight)) {
                run($0)
                $0.terminate(5, EndStatus(.deadlineExceeded))
            },
            ServerSituation("ended, \(shape)", Self.over, Self.over(.ended, shape, rest: inFlight)) {
                run($0)
                $0.end(5, EndStatus(.notFound))
            },
            ServerSituation("ended behind END, \(shape)", Self.over, Self.over(.ended, shape, rest: 0)) {
                run($0)
                _ = $0.read(.clientEnd(5))
                $0.end(5, EndStatus(.notFound))
            },
            ServerSituation("ended without credit, \(shape)", Self.over, Self.over(.ended, shape, rest: 0)) {
                run($0)
                _ = $0.read(.message(5, flags: 0, String(repeating: "x", count: 65_536 - 64)))
                $0.end(5, EndStatus(.notFound))
            },
            ServerSituation(
                "ended in mid-message, \(shape)", Self.over, Self.over(.ended, shape, rest: 6 + inFlight - 74)
            ) {
                run($0)
                _ = $0.read(.frame(0x04, flags: Flag.more, stream: 5, .words(10, text: "abcd")))
                $0.end(5, EndStatus(.notFound))
            },
            ServerSituation("flushing, \(shape)", Self.over, Self.over(.flushing, shape, rest: inFlight)) {
                run($0)
                _ = $0.send(5, ByteBuffer(repeating: 0x61, count: 70_000))
                $0.end(5, EndStatus(.ok))
            },
            ServerSituation(
                "not accepted for want of room, \(shape)", Self.over,
                Self.over(.ended, shape, rest: inFlight, cost: 2, poolBytes: 65_535), poolBytes: 65_535, run),
        ]
    }
}
