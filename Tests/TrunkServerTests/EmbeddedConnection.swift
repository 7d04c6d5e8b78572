import Logging
import NIOCore
import NIOEmbedded
import Trunk
import TrunkWire

@testable import TrunkServer

/// A connection's handler without a socket, for what only its memory shows.
final class EmbeddedConnection {
    let channel = EmbeddedChannel()
    let loop: ServerLoop
    let handler: ServerChannelHandler
    let shared: ServerShared

    /// A connection that has been greeted with the token `good`.
    init(_ router: Router, configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
        var configuration = ServerConfiguration()
        configure(&configuration)
        shared = ServerShared(
            router: router, authenticator: TestAuthenticator(), configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        loop = ServerLoop(eventLoop: channel.embeddedEventLoop, shared: shared)
        handler = ServerChannelHandler(loop: loop)
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try send(ByteBuffer(bytes: RawFrame.opening()))
        while let greeting = try channel.readOutbound(as: ByteBuffer.self) { _ = greeting }
    }

    /// One read of the socket.
    func send(_ bytes: ByteBuffer) throws {
        try channel.writeInbound(bytes)
    }

    /// What the server has written since it was asked last: the buffers themselves.
    func written() throws -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { buffers.append(buffer) }
        return buffers
    }

    /// Every frame in `buffers`.
    static func frames(_ buffers: [ByteBuffer]) -> [RawFrame] {
        var bytes = ByteBuffer()
        for buffer in buffers { bytes.writeImmutableBuffer(buffer) }
        var frames: [RawFrame] = []
        while let frame = RawFrame(from: &bytes) { frames.append(frame) }
        return frames
    }

    func close() {
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }
}
