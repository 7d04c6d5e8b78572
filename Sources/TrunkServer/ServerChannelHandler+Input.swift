internal import NIOCore
internal import TrunkWire

/// When what was read is acted upon: while the peer takes its replies.
extension ServerChannelHandler {
    /// Goes on with what was read and then with reading, once the peer has taken enough of its replies.
    func resumeInput() {
        guard let context, !isWriting, !isOpen || context.channel.isWritable else { return }
        if isInputHeld { handleEvents() }
        guard isReadHeld, !isOpen || !isInputHeld else { return }
        isReadHeld = false
        machine.inputResumed(now: loop.now)
        context.read()
    }

    func handleEvents() {
        takeInput()
        if hasInputEnded, isOpen, !isInputHeld {
            hasInputEnded = false
            machine.inputClosed()
            takeInput()
            isInputOver = true
        }
        resumeStreams()
        markNeedsFlush()
    }

    /// Acts on what was read, frame by frame, while the peer takes its replies: small requests with long replies would
    /// otherwise make output without a limit (PROTOCOL §8).
    private func takeInput() {
        if isInputHeld, !isReadHeld { machine.inputResumed(now: loop.now) }
        isInputHeld = false
        while isOpen {
            guard let context, context.channel.isWritable else {
                // The peer's clocks stand still: what it has sent is not looked at.
                isInputHeld = true
                return machine.inputHeld(now: loop.now)
            }
            guard let event = machine.next(now: loop.now, into: &out) else { return }
            handle(event)
            if out.readableBytes >= loop.shared.configuration.gatheredBytesMax { write() }
        }
    }
}
