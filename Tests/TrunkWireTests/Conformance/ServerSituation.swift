import NIOCore

@testable import TrunkWire

/// A state of the document's table for the server: how a machine gets there, and what the document knows then.
struct ServerSituation: Sendable {
    let name: String
    /// The column of "What a frame does in each state".
    let column: String
    let model: CallModel
    let limits: WireLimits
    let arrive: @Sendable (ServerBench) -> Void

    /// A machine in this state. Call 5 is the one under test; 1 and 3 were skipped.
    func machine() -> ServerBench {
        let server = ServerBench.open(
            limits: self.limits, hello: .hello(Bytes.number(0x02, 1 << 20), Bytes.number(0x0D, 1 << 20)))
        self.arrive(server)
        _ = server.written()
        return server
    }

    init(
        _ name: String, _ column: String, _ model: CallModel, poolBytes: Int = 16 << 20,
        _ arrive: @escaping @Sendable (ServerBench) -> Void
    ) {
        self.name = name
        self.column = column
        self.model = model
        self.arrive = arrive
        self.limits = Self.limits(deflate: model.acceptsDeflate, poolBytes: poolBytes)
    }

    static func limits(deflate: Bool, poolBytes: Int = 16 << 20) -> WireLimits {
        var limits = WireLimits()
        limits.messageWireBytesMax = CallModel.messageWireMax
        limits.messageDecodedBytesMax = CallModel.messageDecodedMax
        limits.acceptsDeflate = deflate
        limits.receivePoolBytesMax = poolBytes
        limits.abusePointsMax = CallModel.pointsMax
        return limits
    }

    static let columns = ["offered, waiting", "running, one request", "running, many"]
    static let over = "reset, answered, flushing, ended"

    static let all: [ServerSituation] = Self.early + Self.oneRequest + Self.many + Self.done

    private static let begin = Flag.hasMessage | Flag.more

    /// A model changed from its defaults.
    private static func call(_ state: CallModel.State, _ change: (inout CallModel) -> Void = { _ in }) -> CallModel {
        var model = CallModel(state: state)
        change(&model)
        return model
    }

    private static let early: [ServerSituation] = {
        let column = Self.columns[0]
        let part = Self.call(.offered) {
            $0.missing = 6
            $0.begun = "abcd"
        }
        var waiting = part
        waiting.state = .waiting
        return [
            .init("offered, END set", column, Self.call(.offered) { $0.halfClosed = true }) {
                _ = $0.read(.request(5, "m"))
            },
            .init("offered, END not set", column, Self.call(.offered)) {
                _ = $0.read(.request(5, flags: Flag.hasMessage, ByteBuffer(string: "m")))
            },
            .init("offered, END came", column, Self.call(.offered) { $0.halfClosed = true }) {
                _ = $0.read(.request(5, flags: Flag.hasMessage, ByteBuffer(string: "m")) + .clientEnd(5))
            },
            .init("offered, without a message", column, Self.call(.offered) { $0.hadMessage = false }) {
                _ = $0.read(.request(5, flags: 0, ByteBuffer()))
            },
            .init("offered, in fragments", column, part) { _ = $0.read(.request(5, total: 10, "abcd")) },
            .init("offered, in fragments, complete", column, Self.call(.offered)) {
                _ = $0.read(.request(5, total: 10, "abcd") + .message(5, flags: 0, "efghij"))
            },
            .init("waiting, unary", column, waiting) {
                _ = $0.read(.request(5, total: 10, "abcd"))
                _ = $0.accept(5)
            },
            .init("waiting, server streaming", column, waiting) {
                _ = $0.read(.request(5, total: 10, "abcd"))
                _ = $0.accept(5, as: .serverStreaming)
            },
        ]
    }()

    private static let oneRequest: [ServerSituation] = [CallShape.unary, .serverStreaming].flatMap { shape in
        let ended = Self.call(.running) {
            $0.shape = shape
            $0.halfClosed = true
        }
        let open = Self.call(.running) { $0.shape = shape }
        return [
            ServerSituation("running \(shape), END set", Self.columns[1], ended) {
                _ = $0.read(.request(5, "m"))
                _ = $0.accept(5, as: shape)
            },
            ServerSituation("running \(shape), END not set", Self.columns[1], open) {
                _ = $0.read(.request(5, flags: Flag.hasMessage, ByteBuffer(string: "m")))
                _ = $0.accept(5, as: shape)
            },
            ServerSituation("running \(shape), from fragments", Self.columns[1], ended) {
                _ = $0.read(.request(5, total: 10, "abcd"))
                _ = $0.accept(5, as: shape)
                _ = $0.read(.message(5, "efghij"))
            },
        ]
    }

    private static let many: [ServerSituation] = [CallShape.clientStreaming, .bidirectional].flatMap { shape in
        let bare: @Sendable (ServerBench) -> Void = {
            _ = $0.read(.request(5, flags: 0, ByteBuffer()))
            _ = $0.accept(5, as: shape)
        }
        let idle = Self.call(.running) {
            $0.shape = shape
            $0.hadMessage = false
        }
        func changed(_ change: (inout CallModel) -> Void) -> CallModel {
            var model = idle
            change(&model)
            return model
        }
        let column = Self.columns[2]
        return [
            ServerSituation("running \(shape)", column, idle, bare),
            ServerSituation("running \(shape), deflate", column, changed { $0.acceptsDeflate = true }, bare),
            ServerSituation("running \(shape), a message in REQUEST", column, idle) {
                _ = $0.read(.request(5, flags: Flag.hasMessage, ByteBuffer(string: "m")))
                _ = $0.accept(5, as: shape)
                _ = $0.pendingEvents()
            },
            ServerSituation(
                "running \(shape), REQUEST in fragments", column,
                changed {
                    $0.missing = 6
                    $0.begun = "abcd"
                }
            ) {
                _ = $0.read(.request(5, total: 10, "abcd"))
                _ = $0.accept(5, as: shape)
            },
            ServerSituation(
                "running \(shape), in fragments", column,
                changed {
                    $0.missing = 6
                    $0.begun = "abcd"
                    $0.credit -= 74
                }
            ) {
                bare($0)
                _ = $0.read(.frame(0x04, flags: Flag.more, stream: 5, .words(10, text: "abcd")))
            },
            ServerSituation("running \(shape), half-closed", column, changed { $0.halfClosed = true }) {
                bare($0)
                _ = $0.read(.clientEnd(5))
            },
            ServerSituation(
                "running \(shape), half-closed by a message", column,
                changed {
                    $0.halfClosed = true
                    $0.credit -= 65
                }
            ) {
                bare($0)
                _ = $0.read(.message(5, "x"))
            },
            ServerSituation("running \(shape), without credit", column, changed { $0.credit = 0 }) {
                bare($0)
                _ = $0.read(.message(5, flags: 0, String(repeating: "x", count: 65_536 - 64)))
            },
            ServerSituation("running \(shape), the last byte of credit", column, changed { $0.credit = 1 }) {
                bare($0)
                _ = $0.read(.message(5, flags: 0, String(repeating: "x", count: 65_535 - 64)))
            },
            ServerSituation(
                "running \(shape), the pool nearly full", column,
                changed {
                    $0.poolFree = 30_000
                    $0.poolBytes = 65_536 + 30_000
                }, poolBytes: 65_536 + 30_000, bare),
            ServerSituation(
                "running \(shape), the pool full and little credit", column,
                changed {
                    $0.poolFree = 0
                    $0.poolBytes = 65_536
                    $0.credit = 1
                }, poolBytes: 65_536
            ) {
                bare($0)
                _ = $0.read(.message(5, flags: 0, String(repeating: "x", count: 65_535 - 64)))
            },
            ServerSituation(
                "running \(shape), a secret", column,
                changed {
                    $0.acceptsDeflate = true
                    $0.isSecret = true
                }
            ) {
                _ = $0.read(.request(5, flags: 0, ByteBuffer()))
                _ = $0.accept(5, as: shape, carriesSecret: true)
            },
        ]
    }
}
