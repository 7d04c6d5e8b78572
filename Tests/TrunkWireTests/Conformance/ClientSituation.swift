import NIOCore

@testable import TrunkWire

/// A state of the document's table for the client: how a machine gets there, and what the document knows then.
struct ClientSituation: Sendable {
    let name: String
    /// The column of "What a frame does in each state".
    let column: String
    let model: CallModel
    let limits: WireLimits
    let arrive: @Sendable (ClientBench) -> Void

    /// A machine in this state. Call 5 is the one under test; 1 and 3 were skipped.
    func machine() -> ClientBench {
        let client = ClientBench.open(limits: self.limits, firstStream: StreamID(rawValue: 5))
        self.arrive(client)
        _ = client.written()
        return client
    }

    init(
        _ name: String, _ column: String, _ model: CallModel, poolBytes: Int = 16 << 20,
        _ arrive: @escaping @Sendable (ClientBench) -> Void
    ) {
        self.name = name
        self.column = column
        self.model = model
        self.limits = ServerSituation.limits(deflate: model.acceptsDeflate, poolBytes: poolBytes)
        self.arrive = arrive
    }

    static let all: [ClientSituation] = Self.unary + Self.streams + Self.gone

    private static func call(_ state: CallModel.State, _ change: (inout CallModel) -> Void = { _ in }) -> CallModel {
        var model = CallModel(state: state)
        change(&model)
        return model
    }

    private static let firstFragment = Bytes.response(5, flags: Flag.hasMessage | Flag.more, Bytes.total(10, "abcd"))

    private static let unary: [ClientSituation] = {
        let part = Self.call(.waiting) {
            $0.missing = 6
            $0.begun = "abcd"
        }
        let call: @Sendable (ClientBench) -> Void = { _ = $0.call("m") }
        return [
            .init("waiting", "waiting, unary", Self.call(.waiting), call),
            .init("waiting, deflate", "waiting, unary", Self.call(.waiting) { $0.acceptsDeflate = true }, call),
            .init(
                "waiting, a small pool", "waiting, unary",
                Self.call(.waiting) {
                    $0.poolFree = 30_000
                    $0.poolBytes = 30_000
                }, poolBytes: 30_000, call),
            .init("reply in fragments", "the same, reply in fragments", part) {
                _ = $0.call("m")
                _ = $0.read(Self.firstFragment)
            },
        ]
    }()

    private static let streams: [ClientSituation] = {
        [CallShape.clientStreaming, .serverStreaming, .bidirectional].flatMap { shape in
            let open: @Sendable (ClientBench) -> Void = {
                _ = $0.open(shape, shape.hasOneRequest ? ByteBuffer(string: "m") : nil)
            }
            func model(_ change: (inout CallModel) -> Void = { _ in }) -> CallModel {
                Self.call(.waiting) {
                    $0.shape = shape
                    change(&$0)
                }
            }
            let column = "waiting, stream"
            return [
                ClientSituation("waiting \(shape)", column, model(), open),
                ClientSituation("waiting \(shape), deflate", column, model { $0.acceptsDeflate = true }, open),
                ClientSituation(
                    "waiting \(shape), one message came", column,
                    model {
                        $0.received = 1
                        $0.credit -= 65
                    }
                ) {
                    open($0)
                    _ = $0.read(.message(5, flags: 0, "x"))
                },
                ClientSituation(
                    "waiting \(shape), in fragments", column,
                    model {
                        $0.missing = 6
                        $0.begun = "abcd"
                        $0.credit -= 74
                    }
                ) {
                    open($0)
                    _ = $0.read(.frame(0x04, flags: Flag.more, stream: 5, .words(10, text: "abcd")))
                },
                ClientSituation(
                    "waiting \(shape), the pool nearly full", column,
                    model {
                        $0.poolFree = 30_000
                        $0.poolBytes = 65_536 + 30_000
                    }, poolBytes: 65_536 + 30_000, open),
            ]
        } + [
            ClientSituation(
                "waiting bidirectional, without credit", "waiting, stream",
                Self.call(.waiting) {
                    $0.shape = .bidirectional
                    $0.received = 1
                    $0.credit = 0
                }
            ) {
                _ = $0.open(.bidirectional)
                _ = $0.read(.message(5, flags: 0, String(repeating: "x", count: 65_536 - 64)))
            }
        ]
    }()

    /// A model in a state, after the allowances of these rests.
    private static func over(_ state: CallModel.State, _ rests: Int...) -> CallModel {
        Self.call(state) { for rest in rests { $0.allow(rest) } }
    }

    private static let gone: [ClientSituation] = [
        .init("cancelled, unary", "cancelled", Self.over(.cancelled, CallModel.messageWireMax)) {
            _ = $0.call("m")
            $0.cancel(5)
        },
        .init("cancelled in mid-reply", "cancelled", Self.over(.cancelled, 6)) {
            _ = $0.call("m")
            _ = $0.read(Self.firstFragment)
            $0.cancel(5)
        },
        .init("cancelled, a stream", "cancelled", Self.over(.cancelled, 65_536 + CallModel.messageWireMax)) {
            _ = $0.open(.bidirectional)
            $0.cancel(5)
        },
        .init(
            "cancelled, a stream in mid-message", "cancelled",
            Self.over(.cancelled, 6 + 65_536 - 74 + CallModel.messageWireMax)
        ) {
            _ = $0.open(.serverStreaming, ByteBuffer(string: "m"))
            _ = $0.read(.frame(0x04, flags: Flag.more, stream: 5, .words(10, text: "abcd")))
            $0.cancel(5)
        },
        .init("ended by a reply", "ended", Self.over(.ended, 0)) {
            _ = $0.call("m")
            _ = $0.read(.response(5, "r"))
        },
        .init("ended by END", "ended", Self.over(.ended, 0)) {
            _ = $0.open(.bidirectional)
            _ = $0.read(.serverEnd(5, 0))
        },
        .init("ended in mid-reply", "ended", Self.over(.ended, 6)) {
            _ = $0.call("m")
            _ = $0.read(Self.firstFragment + .serverEnd(5, 5))
        },
        .init("ended after RESET", "ended", Self.over(.ended, CallModel.messageWireMax, 0)) {
            _ = $0.call("m")
            $0.cancel(5)
            _ = $0.read(.serverEnd(5, 1))
        },
        .init("a skipped id", "ended", Self.over(.ended)) {
            _ = $0.call("m")
            $0.callBadly()
        },
    ]
}
