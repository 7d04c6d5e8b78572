internal import NIOCore

/// One open call as the client's connection sees it.
///
/// ```
///  REQUEST --> waiting -- RESPONSE(END), END --> free, reply
///                |  |  -- RESPONSE(MORE) --> waiting with an assembly -- MESSAGE(END) --> free, reply
///                |  |  -- MESSAGE of a stream --> waiting
///                |  +---- GOAWAY(last below it) --> free, failed
///                | cancel, violation: RESET
///                v
///            cancelled -- END, RESPONSE(END), MESSAGE(END) --> free, released
/// ```
struct ClientCall {
    /// The caller has gone; the slot waits for the server's END (TRK-322).
    var isCancelled = false
    /// A fragmented reply on its way in.
    var assembly: MessageAssembly?
    /// The header of that reply.
    var reply: ReplyHeader.Parts?
    /// How many messages go each way.
    var shape = CallShape.unary
    /// The books of a stream; nil for a unary call.
    var flow: StreamFlow?
    /// Bytes the client may send on this stream; only streams spend it.
    var creditBytes: Int
    /// What that began with.
    var creditWindowBytes: Int
    /// Fragments of this call wait in the queue.
    var hasPendingOutput = false
    /// This side sends nothing more on the stream.
    var hasEnded = false

    /// Adds a CREDIT.
    ///
    /// - Throws: TRK-401, TRK-402.
    mutating func add(credit more: UInt32) throws(CallViolation) {
        guard more > 0 else { throw CallViolation(.zeroCredit) }
        let sum = self.creditBytes + Int(clamping: more)
        guard sum <= Int(clamping: WireLimits.creditBytesCeiling) else { throw CallViolation(.creditOverflow) }
        self.creditBytes = sum
    }
}
