import NIOCore
import NIOPosix
import NIOSSL

/// A server that speaks TLS and knows no Trunk: it keeps what its one client sends.
struct RawTLSServer {
    let port: Int
    private let received: EventLoopFuture<[UInt8]>

    /// Listens, and agrees on `name` with whoever offers it.
    init(_ certificate: TestCertificate, _ name: String?) async throws {
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(certificate.pem.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(certificate.keyPEM.utf8), format: .pem)))
        settings.applicationProtocols = name.map { [$0] } ?? []
        let context = try NIOSSLContext(configuration: settings)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: [UInt8].self)
        received = promise.futureResult
        let listener = try await ServerBootstrap(group: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Collector(promise),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        promise.futureResult.whenComplete { _ in listener.close(promise: nil) }
        port = listener.localAddress?.port ?? 0
    }

    /// Everything that came, once the client has closed.
    func untilClosed() async throws -> [UInt8] { try await received.get() }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let promise: EventLoopPromise<[UInt8]>
        private var bytes: [UInt8] = []

        init(_ promise: EventLoopPromise<[UInt8]>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += Array(unwrapInboundIn(data).readableBytesView)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelInactive(context: ChannelHandlerContext) { promise.succeed(bytes) }
    }
}
