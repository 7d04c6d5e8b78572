internal import Glibc
internal import Logging
internal import NIOCore

/// Stops accepting while the server has as many connections as it may (PROTOCOL §8), or while the process is out of
/// file descriptors. What waits in the kernel's backlog is accepted later; nothing is accepted only to be closed.
///
/// The listening channel's reads are what accepts: holding a read back is all it takes.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let connectionsMax: Int
    private let pause: TimeAmount
    private let logger: Logger
    private var open = 0
    private var isPaused = false
    private var isReadHeld = false

    /// A gate for one listening channel, which must accept one connection per read.
    init(connectionsMax: Int, pause: TimeAmount, logger: Logger) {
        self.connectionsMax = connectionsMax
        self.pause = pause
        self.logger = logger
    }

    func read(context: ChannelHandlerContext) {
        if isPaused || open >= connectionsMax {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        open += 1
        let bound = NIOLoopBound((gate: self, context: context), eventLoop: context.eventLoop)
        unwrapInboundIn(data).closeFuture.hop(to: context.eventLoop).whenComplete { _ in
            bound.value.gate.open -= 1
            bound.value.gate.resume(context: bound.value.context)
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let code = (error as? IOError)?.errnoCode, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else {
            context.fireErrorCaught(error)
            return
        }
        guard !isPaused else { return }
        isPaused = true
        logger.warning("accepting paused: the process is out of a resource", metadata: ["errno": "\(code)"])
        let bound = NIOLoopBound((gate: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            bound.value.gate.isPaused = false
            bound.value.gate.resume(context: bound.value.context)
        }
    }

    private func resume(context: ChannelHandlerContext) {
        guard isReadHeld, !isPaused, open < connectionsMax else { return }
        isReadHeld = false
        context.read()
    }
}
