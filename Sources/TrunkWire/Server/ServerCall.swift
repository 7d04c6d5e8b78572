internal import NIOCore

/// One open call as the server's connection sees it.
///
/// ```
///            REQUEST
///               |
///            offered ---- refuse, RESET, violation ---> free
///               | accept
///     +---------+---------+
///  waiting             running <---- last fragment ---- waiting
///     | RESET,            |  | finishResponse, end ---> free, or flushing --- last fragment ---> free
///     | violation         |  +-- RESET ---> reset --- handler returns, END ---> free
///     v                   +-- terminate, violation: END ---> answered --- handler returns ---> free
///    free
/// ```
struct ServerCall {
    enum Phase {
        /// Told to the owner, who has not answered yet.
        case offered
        /// Accepted; its message is still arriving.
        case waiting
        /// Its handler runs.
        case running
        /// The client sent RESET; the handler has been told and has not returned.
        case reset
        /// END has been sent, and the handler has not returned.
        case answered
        /// The handler has returned; fragments of its reply, or its END behind them, wait for the socket.
        case flushing
    }

    var phase: Phase
    /// The message on its way in; nil when none is, or when it has been handed over.
    var assembly: MessageAssembly?
    /// The client sends nothing more.
    var halfClosed: Bool
    /// The request carried a message, or the beginning of one.
    var hadMessage: Bool
    /// When the last byte of the request came; nil until then.
    var completedAt: NIODeadline?
    /// How many messages go each way; unary until the method has been looked up.
    var shape = CallShape.unary
    /// The books of a stream; nil for a unary call.
    var flow: StreamFlow?
    /// Bytes the server may send on this stream; only streams spend it.
    var creditBytes: Int
    /// What that began with.
    let creditWindowBytes: Int
    /// Fragments of this call wait in the queue.
    var hasPendingOutput = false

    /// The client may still be sending: neither RESET nor END has been exchanged.
    var isLive: Bool {
        switch self.phase {
        case .offered, .waiting, .running: true
        case .reset, .answered, .flushing: false
        }
    }

    /// Its client sends messages, and its handler takes them one by one.
    var isReceivingStream: Bool { !self.shape.hasOneRequest && self.phase == .running }

    /// A handler has been started.
    var hasBegun: Bool {
        switch self.phase {
        case .offered, .waiting: false
        case .running, .reset, .answered, .flushing: true
        }
    }

    /// OK without a RESPONSE would leave the client without what it is owed: only a stream that has sent it may end so, and a
    /// call whose client waits for nothing any more.
    func isOwed(_ status: EndStatus) -> Bool {
        guard status.status == .ok, self.phase != .reset else { return false }
        guard self.phase == .running, let flow = self.flow else { return true }
        return self.shape.hasOneReply && flow.sentCount != 1
    }

    /// Bytes of its message that are still to come.
    var missingBytes: Int { self.assembly?.missingBytes ?? 0 }

    /// Adds a MESSAGE frame to a call with one request; the whole message when it is complete and the handler waits.
    ///
    /// - Throws: TRK-307 to TRK-310, TRK-312, TRK-313, TRK-315.
    mutating func add(_ frame: Frame, now: NIODeadline) throws(CallViolation) -> WireMessage? {
        if self.halfClosed { throw CallViolation(.afterEnd) }
        guard self.missingBytes > 0 else {
            throw CallViolation(self.hadMessage ? .secondMessage : .noMessage)
        }
        guard try self.assembly?.add(frame) == true else { return nil }
        self.halfClosed = frame.header.flags.contains(.end)
        self.completedAt = now
        return self.phase == .waiting ? self.takeMessage() : nil
    }

    /// Takes the joined message out, which starts the handler; nil while it is incomplete.
    mutating func takeMessage() -> WireMessage? {
        guard let assembly = self.assembly, assembly.missingBytes == 0 else { return nil }
        self.assembly = nil
        self.phase = .running
        return WireMessage(assembly.bytes, decodedBytes: assembly.decodedBytes)
    }

    /// The fixed part of a reply queued now.
    func replyHeader(load: UInt16, now: NIODeadline) -> ReplyHeader {
        let elapsed = self.completedAt.map { now.nanoseconds(since: $0) / 1_000 } ?? 0
        return ReplyHeader(load: load, elapsedMicros: UInt32(clamping: elapsed))
    }
}
