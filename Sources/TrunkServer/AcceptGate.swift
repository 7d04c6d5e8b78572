internal import Glibc
internal import Logging
internal import NIOCore

/// Stops accepting while the server has as many connections as it may (PROTOCOL §8), or while the process is out of
/// file descriptors. What waits in the kernel's backlog is accepted later; nothing is accepted only to be closed.
///
/// The listening channel's reads are what accepts: holding a read back is all it takes. A read that has failed is held
/// back by `autoRead`, because the channel would try it again at once, for as long as somebody waits in the backlog.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let connectionsMax: Int
    private let pause: TimeAmount
    private let logger: Logger
    private let acceptFailed: () -> Void
    private var open = 0
    private var isPaused = false
    private var isReadHeld = false

    /// A gate for one listening channel, which must accept one connection per read. `acceptFailed` is told of every
    /// attempt that found the process without a free descriptor.
    init(connectionsMax: Int, pause: TimeAmount, logger: Logger, acceptFailed: @escaping () -> Void = {}) {
        self.connectionsMax = connectionsMax
        self.pause = pause
        self.logger = logger
        self.acceptFailed = acceptFailed
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
        acceptFailed()
        guard !isPaused else { return }
        isPaused = true
        logger.warning("accepting paused: the process is out of a resource", metadata: ["errno": "\(code)"])
        hold(true, context: context)
        let bound = NIOLoopBound((gate: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            bound.value.gate.isPaused = false
            bound.value.gate.hold(false, context: bound.value.context)
            bound.value.gate.resume(context: bound.value.context)
        }
    }

    /// Takes the listening socket out of the selector, or puts it back and tries the failed read again.
    private func hold(_ isHeld: Bool, context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: !isHeld)
    }

    private func resume(context: ChannelHandlerContext) {
        guard isReadHeld, !isPaused, open < connectionsMax else { return }
        isReadHeld = false
        context.read()
    }
}
