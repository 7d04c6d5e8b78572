import NIOCore
import NIOPosix
import Synchronization
import TrunkClient

/// What a script does at a frame.
enum Act: Sendable {
    case send(RawFrame)
    /// Shuts down writing, behind what was sent.
    case halfClose
    case close
    /// From here on nothing is read.
    case stopReading
}

/// What the clients of a scripted server did.
final class Script: Sendable {
    private struct State {
        var connections = 0
        var frames: [RawFrame] = []
        var waiting: [(count: Int, type: UInt8, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var connectionCount: Int { state.withLock { $0.connections } }
    /// Every REQUEST, in order.
    var requests: [RawFrame] { state.withLock { $0.frames.filter { $0.type == 0x02 } } }

    func connect() -> Int {
        state.withLock { state in
            defer { state.connections += 1 }
            return state.connections
        }
    }

    /// Writes a frame down; how many of its type there were before it.
    func note(_ frame: RawFrame) -> Int {
        let (index, woken) = state.withLock { state in
            let index = state.frames.count { $0.type == frame.type }
            state.frames.append(frame)
            let woken = state.waiting.filter { $0.type == frame.type && $0.count <= index + 1 }
            state.waiting.removeAll { $0.type == frame.type && $0.count <= index + 1 }
            return (index, woken)
        }
        for waiter in woken { waiter.continuation.resume() }
        return index
    }

    /// Waits for so many frames of a type.
    func frames(_ count: Int, ofType type: UInt8) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.frames.count(where: { $0.type == type }) >= count { return true }
                state.waiting.append((count, type, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// A server that greets every client with `greeting` and then does what `answer` says: to each REQUEST, with its number
/// over all connections and the number of its connection.
func withScriptedServer(
    greeting: [RawFrame] = [.hello],
    answer: @escaping @Sendable (_ request: RawFrame, _ number: Int, _ connection: Int) -> [Act],
    _ body: (Endpoint, Script) async throws -> Void
) async throws {
    let script = Script()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(ScriptedPeer(script, greeting, answer))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        try await body(.tcp(host: "127.0.0.1", port: listener.localAddress?.port ?? 0), script)
        try await listener.close()
    } catch {
        try? await listener.close()
        throw error
    }
}

private final class ScriptedPeer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: Script
    private let number: Int
    private let greeting: [RawFrame]
    private let answer: (RawFrame, Int, Int) -> [Act]
    private var pending = ByteBuffer()
    private var isGreeted = false

    init(_ script: Script, _ greeting: [RawFrame], _ answer: @escaping (RawFrame, Int, Int) -> [Act]) {
        self.script = script
        self.greeting = greeting
        self.answer = answer
        number = script.connect()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending.writeImmutableBuffer(unwrapInboundIn(data))
        if !isGreeted {
            guard pending.readBytes(length: 12) != nil else { return }
            isGreeted = true
            write(RawFrame.preface + greeting.flatMap(\.bytes), context)
        }
        while let frame = RawFrame(from: &pending) {
            let index = script.note(frame)
            guard frame.type == 0x02 else { continue }
            for act in answer(frame, index, number) {
                switch act {
                case .send(let frame): write(frame.bytes, context)
                case .halfClose: context.close(mode: .output, promise: nil)
                case .close: context.close(promise: nil)
                case .stopReading: _ = context.channel.setOption(.autoRead, value: false)
                }
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
