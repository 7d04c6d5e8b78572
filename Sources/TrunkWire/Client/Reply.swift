package import NIOCore

/// How a call ended, as the server tells it.
package struct Reply: Sendable {
    /// The final status.
    package let status: WireStatus
    /// `.notExecuted`, `.noRetry` and `.truncated`, as they were set.
    package let flags: FrameFlags
    /// Load and elapsed time.
    package let header: ReplyHeader
    /// Checked metadata.
    package let metadata: Metadata
    /// The reply's message; nil unless the status is OK, and for a stream, whose messages came before.
    package let message: WireMessage?

    /// The status text, from the peer: escape it before logging it. Empty when there is none.
    package var text: String {
        self.metadata.first(.statusText).map { String(buffer: $0) } ?? ""
    }

    /// `trunk.v1.ErrorDetails`, packed; nil when there are none.
    package var details: ByteBuffer? {
        self.metadata.first(.statusDetails)
    }
}
