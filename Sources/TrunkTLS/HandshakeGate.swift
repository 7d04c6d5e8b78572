internal import Logging
internal import NIOCore
internal import NIOSSL
internal import NIOTLS
internal import Trunk

/// Stands between TLS and Trunk: nothing passes, in either direction, before the handshake is over and the peer is one
/// that may come in. What Trunk writes until then waits here and goes nowhere when the peer is refused, so that a
/// server that does not speak Trunk never sees a token.
///
/// How long a handshake may take is for Trunk's own timers: the server's for the preface, the client's for the
/// greeting. Both end in a `close`, which is passed on at once.
final class HandshakeGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private enum State {
        case shut
        case open
        case refused
    }

    private let tls: NIOSSLHandler
    private let side: TLSRefusal.Side
    private let revoked: RevocationList
    private let logger: Logger?
    private var state = State.shut
    private var held = MarkedCircularBuffer<(NIOAny, EventLoopPromise<Void>?)>(initialCapacity: 4)
    private var hasRead = false

    /// A gate behind `tls`.
    ///
    /// - Parameter logger: told why a peer was refused; a client tells its caller instead.
    init(behind tls: NIOSSLHandler, at side: TLSRefusal.Side, revoked: RevocationList, logger: Logger?) {
        self.tls = tls
        self.side = side
        self.revoked = revoked
        self.logger = logger
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .shut = state, let event = event as? TLSUserEvent, case .handshakeCompleted(let agreed) = event
        else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        do throws(TLSRefusal) {
            let names = try admit(agreed)
            state = .open
            if let names { context.fireUserInboundEventTriggered(names) }
            release(context)
        } catch {
            refuse(error, context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .open = state else { return }
        hasRead = true
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch state {
        case .shut:
            refuse(TLSRefusal(error, certificate: tls.peerCertificate, at: side), context)
        case .open:
            // The end of the connection without TLS's goodbye is what it is in plaintext: Trunk has frames with lengths
            // and a goodbye of its own.
            if let error = error as? NIOSSLError, error == .uncleanShutdown { return }
            if side == .client, !hasRead, let refusal = TLSRefusal(lateAlert: error) {
                state = .refused
                context.fireErrorCaught(refusal)
            } else {
                context.fireErrorCaught(error)
            }
        case .refused:
            break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .shut = state { refuse(.peerGone, context) }
        context.fireChannelInactive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch state {
        case .open:
            context.write(data, promise: promise)
        case .shut:
            // Somebody who only wants to know when everything before is written is not kept waiting for nothing.
            if held.isEmpty, unwrapOutboundIn(data).readableBytes == 0 {
                promise?.succeed()
            } else {
                held.append((data, promise))
            }
        case .refused:
            promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    func flush(context: ChannelHandlerContext) {
        switch state {
        case .open: context.flush()
        case .shut: held.mark()
        case .refused: break
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard case .open = state else {
            if case .shut = state {
                state = .refused
                discard()
                tell(.abandoned, context)
            }
            context.close(mode: .all, promise: promise)
            return
        }
        context.close(mode: mode, promise: promise)
    }

    /// Judges the peer; its names when it showed a certificate.
    private func admit(_ agreed: String?) throws(TLSRefusal) -> PeerCertificateNames? {
        guard let agreed, !agreed.isEmpty else { throw .noApplicationProtocol }
        guard agreed == TrunkALPN.name else { throw .otherApplicationProtocol }
        guard side == .server, let certificate = tls.peerCertificate else { return nil }
        guard !revoked.contains(certificate) else { throw .certificateRevoked }
        return PeerCertificateNames(names: try CertificateNames(certificate).names)
    }

    private func release(_ context: ChannelHandlerContext) {
        let needsFlush = held.hasMark
        while let (data, promise) = held.popFirst() { context.write(data, promise: promise) }
        if needsFlush { context.flush() }
    }

    private func refuse(_ refusal: TLSRefusal, _ context: ChannelHandlerContext) {
        state = .refused
        discard()
        tell(refusal, context)
        context.fireErrorCaught(refusal)
        context.close(promise: nil)
    }

    private func discard() {
        while let (_, promise) = held.popFirst() { promise?.fail(ChannelError.ioOnClosedChannel) }
    }

    private func tell(_ refusal: TLSRefusal, _ context: ChannelHandlerContext) {
        let peer = context.channel.remoteAddress?.ipAddress ?? "unix"
        logger?.notice("TLS refused", metadata: ["peer": "\(peer)", "reason": "\(refusal)"])
    }
}
