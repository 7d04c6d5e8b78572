internal import NIOCore
internal import Trunk
internal import TrunkWire

/// What goes out on a connection: one write a turn, and no more than the server reads (TRK-808).
extension ClientChannelHandler {
    /// Opens no more calls; the connection closes when the running ones have ended.
    func drain() {
        guard !isFinished else { return }
        machine.drain(into: &out)
    }

    /// Says goodbye and closes: nobody waits for anything any more.
    func finish() {
        guard !isFinished else { return }
        machine.close(.shutdown, into: &out)
    }

    /// Closes without another word.
    func closeNow() {
        context?.close(promise: nil)
    }

    /// Whether messages may be packed: what is not written yet stays below the limit.
    func hasRoom(_ context: ChannelHandlerContext) -> Bool {
        if context.channel.isWritable, out.readableBytes + pendingBytes < core.limits.unreadOutputBytesMax {
            return true
        }
        isHolding = true
        return false
    }

    /// A message was packed: what did not fit its first frame is the machine's, until the socket takes it.
    func note(packed bytes: Int, isSecret: Bool) {
        if isSecret { outHoldsSecret = true }
        guard bytes > WireLimits.frameBytesFloor - WireLimits.metadataBytesFloor, machine.hasPendingOutput else {
            return
        }
        pendingBytes += bytes
        if isSecret { pendingHoldsSecret = true }
    }

    /// Writes the turn's output.
    func flush() {
        guard !isFinished, let context else { return }
        serveHeld(context)
        let gatheredBytesMax = context.channel.isWritable ? WireLimits.gatheredBytesMax : 0
        let before = out.readableBytes
        let action = machine.endOfTurn(gatheredBytesMax: gatheredBytesMax, now: core.now, into: &out)
        if pendingBytes > 0 { noteWritten(out.readableBytes - before) }
        switch action {
        case .write:
            serveSendable()
            write(to: context)
            // The rest of long messages, and what was held for them, follows in a turn of its own when the socket
            // takes it.
            if machine.hasPendingOutput || isHolding, !isFinished, context.channel.isWritable {
                isHolding = false
                core.turnSoon()
            }
        case .writeThenClose:
            write(to: context)
            isFinished = true
            core.connections.leave(self)
            failCalls(.connectionLost)
            context.close(mode: .output, promise: nil)
            let channel = context.channel
            let linger = TimeAmount.milliseconds(Int64(clamping: core.limits.lingerMillisMax))
            context.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
        }
    }

    private func noteWritten(_ bytes: Int) {
        if pendingHoldsSecret { outHoldsSecret = true }
        guard machine.hasPendingOutput else {
            pendingBytes = 0
            pendingHoldsSecret = false
            return
        }
        pendingBytes = max(pendingBytes - bytes, 0)
    }

    private func write(to context: ChannelHandlerContext) {
        guard out.readableBytes > 0 else { return }
        isWriting = true
        defer { isWriting = false }
        if outHoldsSecret {
            outHoldsSecret = false
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.whenComplete { [out] _ in out.wipeReadableBytes() }
            context.writeAndFlush(wrapOutboundOut(out), promise: promise)
            out = ByteBuffer()
        } else {
            context.writeAndFlush(wrapOutboundOut(out), promise: nil)
            out.clear()
        }
    }
}
