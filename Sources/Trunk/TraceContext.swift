/// Where a call stands in a distributed trace, as W3C Trace Context says it (TLV 02 and 03).
public struct TraceContext: Sendable, Hashable {
    /// Bytes of the binary form.
    package static let bytesCount = 26
    /// Most bytes of `state`; a longer one is not carried.
    package static let stateBytesMax = 512

    /// The trace's id, upper half; both halves are never 0 together.
    public var traceIDHigh: UInt64
    /// The trace's id, lower half.
    public var traceIDLow: UInt64
    /// The caller's span; never 0.
    public var spanID: UInt64
    /// Bit 0: the trace is recorded.
    public var flags: UInt8
    /// The vendors' own list, or an empty string.
    public var state: String

    /// A position in a trace; nil when an id is 0, which the standard calls invalid.
    public init?(traceIDHigh: UInt64, traceIDLow: UInt64, spanID: UInt64, flags: UInt8 = 0, state: String = "") {
        guard traceIDHigh | traceIDLow != 0, spanID != 0 else { return nil }
        self.traceIDHigh = traceIDHigh
        self.traceIDLow = traceIDLow
        self.spanID = spanID
        self.flags = flags
        self.state = state
    }
}
