package import NIOCore

/// How a call ends when it does not end with a reply: what the server's END carries.
package struct EndStatus: Sendable {
    /// The final status.
    package var status: WireStatus
    /// For people; cut to 1 KiB (TRK-601).
    package var text: String
    /// `trunk.v1.ErrorDetails`, packed; left out above 4 KiB or when the peer's metadata limit has no room (TRK-602).
    package var details: ByteBuffer?
    /// The limit that was hit, for metadata 23.
    package var limit: HitLimit?
    /// Further metadata; left out when the peer's limit has no room for it.
    package var metadata: Metadata
    /// `.notExecuted` and `.noRetry`, as they apply; others are ignored.
    package var flags: FrameFlags

    /// A status of these parts.
    package init(
        _ status: WireStatus,
        text: String = "",
        details: ByteBuffer? = nil,
        limit: HitLimit? = nil,
        metadata: Metadata = Metadata(),
        flags: FrameFlags = []
    ) {
        self.status = status
        self.text = text
        self.details = details
        self.limit = limit
        self.metadata = metadata
        self.flags = flags
    }

    /// A handler returned, and its caller is owed a message.
    static var noReply: EndStatus { EndStatus(.internalError, text: "the handler gave no reply") }

    /// What a server answers to a violation. What is malformed, or above a limit that will not change, is not to be
    /// tried again.
    init(_ violation: CallViolation) {
        self.init(violation.status, text: violation.rule.text, limit: violation.limit)
        if violation.rule != .poolExhausted, violation.rule != .tooManyStreams { self.flags = .noRetry }
    }
}
