import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// A client that speaks TLS, or nothing, and knows no Trunk: whatever reaches it as plain bytes is kept.
struct RawTLSPeer {
    /// What it saw until its connection was closed.
    struct Seen: Sendable {
        var handshake = false
        var agreed: String?
        /// The server's certificate, in DER.
        var certificate: [UInt8] = []
        var bytes: [UInt8] = []
        var errors: [String] = []
    }

    let channel: any Channel
    private let seen: EventLoopFuture<Seen>

    /// Connects. Without `configuration` it speaks no TLS at all.
    init(port: Int, _ configuration: TLSConfiguration?) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Seen.self)
        seen = promise.futureResult
        channel = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let configuration {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(
                                context: NIOSSLContext(configuration: configuration), serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(promise))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func close() { channel.close(promise: nil) }

    func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// A peer that offers `name`, trusts everybody and speaks up to `version`.
    static func settings(_ name: String?, upTo version: TLSVersion = .tlsv13) -> TLSConfiguration {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.minimumTLSVersion = .tlsv1
        settings.maximumTLSVersion = version
        settings.certificateVerification = .none
        settings.applicationProtocols = name.map { [$0] } ?? []
        return settings
    }

    /// Everything that came, once the other side has closed.
    func untilClosed() async throws -> Seen { try await seen.get() }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let promise: EventLoopPromise<Seen>
        private var seen = Seen()

        init(_ promise: EventLoopPromise<Seen>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            seen.bytes += Array(unwrapInboundIn(data).readableBytesView)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard let event = event as? TLSUserEvent, case .handshakeCompleted(let agreed) = event else { return }
            seen.handshake = true
            seen.agreed = agreed
            let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
            seen.certificate = (try? tls?.peerCertificate?.toDERBytes()) ?? []
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            seen.errors.append("\(error)")
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { promise.succeed(seen) }
    }
}
