internal import NIOCore

/// One open call as the client's connection sees it.
///
/// ```
///  REQUEST --> waiting -- RESPONSE(END), END --> free, reply
///                |  |  -- RESPONSE(MORE) --> waiting with an assembly -- MESSAGE(END) --> free, reply
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
    /// Bytes the client may send on this stream; only streams spend it.
    var creditBytes: UInt32

    /// Adds a CREDIT.
    ///
    /// - Throws: TRK-401, TRK-402.
    mutating func add(credit more: UInt32) throws(CallViolation) {
        guard more > 0 else { throw CallViolation(.zeroCredit) }
        let (sum, overflow) = self.creditBytes.addingReportingOverflow(more)
        guard !overflow, sum <= WireLimits.creditBytesCeiling else { throw CallViolation(.creditOverflow) }
        self.creditBytes = sum
    }
}
