internal import NIOCore
internal import TrunkWire

/// The second switch: what the machine wants written, and when it wants the connection closed.
extension ServerChannelHandler {
    /// Has `flush` called at the end of the loop's turn, once.
    func markNeedsFlush() {
        guard !needsFlush else { return }
        needsFlush = true
        loop.needsFlush(self)
    }

    /// Ends the connection's part of a turn. Called by the loop.
    func flush() {
        needsFlush = false
        guard isOpen else { return }
        let isWritable = context?.channel.isWritable ?? false
        let gatheredBytesMax = isWritable ? WireLimits.gatheredBytesMax : 0
        switch machine.endOfTurn(gatheredBytesMax: gatheredBytesMax, now: loop.now, into: &out) {
        case .write:
            if pendingHoldsSecret {
                outHoldsSecret = true
                pendingHoldsSecret = machine.hasPendingOutput
            }
            write()
            // The rest of long replies follows when the socket takes it, and in a turn of its own.
            if machine.hasPendingOutput, context?.channel.isWritable == true { markNeedsFlush() }
            resumeInput()
            resumeStreams()
            endHeldStreams()
        case .writeThenClose(let reason):
            conclude(ConnectionEnd(reason))
            write(all: true)
            finishOutput()
        }
    }

    /// Hands everything gathered to the socket. While that has not taken what it was given before, small turns are gathered:
    /// what waits for a client that does not read is bounded in bytes, and must not cost more memory than that.
    func write(all: Bool = false) {
        let count = out.readableBytes
        guard count > 0, let context, all || !isBacklogged || count >= Self.keptBytesMax else { return }
        loop.counters.bytesWritten &+= count
        loop.counters.flushes &+= 1
        output.queued(count)
        isWriting = true
        defer { isWriting = false }
        if outHoldsSecret {
            outHoldsSecret = false
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.whenComplete { [out] _ in out.wipeReadableBytes() }
            context.writeAndFlush(wrapOutboundOut(out), promise: promise)
            out = ByteBuffer()
            return
        }
        let storage = out.withVeryUnsafeBytes { $0.baseAddress }
        context.writeAndFlush(wrapOutboundOut(out), promise: nil)
        // The socket has usually taken everything by now; the storage is then ours alone and is used again.
        out.clear()
        if out.withVeryUnsafeBytes({ $0.baseAddress }) != storage {
            out = ByteBuffer()
            beginBacklog(context)
        } else if out.capacity > Self.keptBytesMax {
            out = ByteBuffer()
        }
    }

    /// The channel still holds what it was given: an empty write behind it tells when that has gone.
    private func beginBacklog(_ context: ChannelHandlerContext) {
        guard !isBacklogged else { return }
        isBacklogged = true
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [self] _ in
            isBacklogged = false
            if out.readableBytes > 0 { markNeedsFlush() }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
    }

    /// Closes a peer that has not read anything for too long.
    func checkProgress() {
        guard let context else { return }
        let buffered = bufferedBytes
        guard buffered > 0 else {
            output.isFlowing()
            return
        }
        let limit = TimeAmount.milliseconds(Int64(clamping: loop.shared.configuration.limits.outputStalledMillisMax))
        if output.isStalled(bufferedBytes: buffered, now: loop.now, limit: limit) {
            conclude(.outputStalled)
            context.close(promise: nil)
        }
    }

    /// Capacity of `out` that a connection keeps between turns, and what is gathered while its socket is behind, bytes.
    private static var keptBytesMax: Int { 64 * 1024 }

    /// The connection is over once everything is sent: shutting down earlier would drop what the peer has not read.
    private func finishOutput() {
        guard let context else { return }
        state = .flushing
        cancelCalls()
        scheduleTick()
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [self] _ in finishFlush() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
        context.read()
    }

    /// Shuts down writing, once nothing waits to be sent, and waits a moment for the peer to do the same: closing with
    /// unread input would make TCP drop what was just written.
    func finishFlush() {
        guard let context, case .flushing = state, bufferedBytes == 0 else { return }
        let linger = TimeAmount.milliseconds(Int64(clamping: loop.shared.configuration.limits.lingerMillisMax))
        state = .lingering(until: .now() + linger)
        context.close(mode: .output, promise: nil)
    }

    /// Bytes that the channel has taken from us and the socket has not taken from it.
    private var bufferedBytes: Int {
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
