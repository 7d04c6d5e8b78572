import NIOCore
import NIOPosix
import TrunkClient

/// A client that sends and reads bytes, and knows nothing of Trunk.
struct RawPeer {
    let channel: any Channel
    private var received: AsyncStream<ByteBuffer>.Iterator
    private var pending = ByteBuffer()

    /// Connects; with `isReading` false the peer's kernel buffer is all that takes what the server writes.
    init(_ endpoint: Endpoint, isReading: Bool = true) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: isReading)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RawCollector(continuation))
                }
            }
        switch endpoint {
        case .tcp(let host, let port): channel = try await bootstrap.connect(host: host, port: port).get()
        case .unix(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
        }
        received = stream.makeAsyncIterator()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends without waiting for the socket to take it.
    func queue(_ bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Shuts down writing.
    func finish() async throws {
        try await channel.close(mode: .output).get()
    }

    func close() async {
        try? await channel.close().get()
    }

    /// The next `count` bytes, or fewer when the server has closed.
    mutating func read(_ count: Int) async -> [UInt8] {
        while pending.readableBytes < count, let more = await received.next() { pending.writeImmutableBuffer(more) }
        return pending.readBytes(length: min(count, pending.readableBytes)) ?? []
    }

    /// Everything until the server closes.
    mutating func readToEnd() async -> [UInt8] {
        await read(Int.max)
    }

    /// The next frame, or nil when the server has closed.
    mutating func frame() async -> RawFrame? {
        while true {
            if let frame = RawFrame(from: &pending) { return frame }
            guard let more = await received.next() else { return nil }
            pending.writeImmutableBuffer(more)
        }
    }

    /// The next frame that is not HELLO, grease or PING.
    mutating func answer() async -> RawFrame? {
        while let frame = await frame() {
            if frame.type != 0x01, frame.type != 0x08, frame.type < 0x80 { return frame }
        }
        return nil
    }

    /// Sends preface, HELLO and `frames`, and reads the server's preface.
    mutating func open(_ frames: [RawFrame], token: String? = "good") async throws -> [UInt8] {
        try await send(RawFrame.opening(token: token) + frames.flatMap(\.bytes))
        return await read(12)
    }
}

/// Hands on what is read, until the other side has shut down writing.
private final class RawCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        continuation.yield(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { continuation.finish() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }
}
