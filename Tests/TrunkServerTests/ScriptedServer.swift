import NIOCore
import NIOPosix
import Synchronization
import TrunkClient

/// Counts the connections of a scripted server.
final class Script: Sendable {
    private let count = Mutex(0)

    var connectionCount: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

/// A server that greets every client and then, at its first REQUEST, sends the frames of the script's next line; a line
/// that is nil closes the connection instead.
func withScriptedServer(
    _ lines: [[RawFrame]?], _ body: (Endpoint, Script) async throws -> Void
) async throws {
    let script = Script()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let number = script.next()
                let line = number < lines.count ? lines[number] : []
                try channel.pipeline.syncOperations.addHandler(ScriptedPeer(line))
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

    private let line: [RawFrame]?
    private var pending = ByteBuffer()
    private var isGreeted = false

    init(_ line: [RawFrame]?) {
        self.line = line
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending.writeImmutableBuffer(unwrapInboundIn(data))
        if !isGreeted {
            guard pending.readBytes(length: 12) != nil else { return }
            isGreeted = true
            write(RawFrame.clientPreface + RawFrame.hello(token: nil).bytes, context)
        }
        while let frame = RawFrame(from: &pending) {
            guard frame.type == 0x02 else { continue }
            guard let line else { return context.close(promise: nil) }
            write(line.flatMap(\.bytes), context)
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
