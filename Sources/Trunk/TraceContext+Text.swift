extension TraceContext {
    /// The position that the two headers of W3C Trace Context hold, or nil when `traceparent` is not one: a trace never
    /// fails a call. A state that is too long or not printable is left out.
    public init?(traceparent: String, tracestate: String = "") {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, let version = Self.number(parts[0], digits: 2), version != 0xFF,
            version != 0 || parts.count == 4, parts[1].utf8.count == 32,
            let traceIDHigh = Self.number(parts[1].prefix(16), digits: 16),
            let traceIDLow = Self.number(parts[1].dropFirst(16), digits: 16),
            let spanID = Self.number(parts[2], digits: 16), let flags = Self.number(parts[3], digits: 2)
        else { return nil }
        self.init(
            traceIDHigh: traceIDHigh, traceIDLow: traceIDLow, spanID: spanID, flags: UInt8(truncatingIfNeeded: flags),
            state: Self.isCarried(tracestate.utf8) ? tracestate : "")
    }

    /// The value of the header `traceparent`.
    public var traceparent: String {
        "00-\(traceID)-\(Self.hex(spanID, digits: 16))-\(Self.hex(UInt64(flags), digits: 2))"
    }

    /// The trace's id as people look for it: 32 hexadecimal digits.
    public var traceID: String { Self.hex(traceIDHigh, digits: 16) + Self.hex(traceIDLow, digits: 16) }

    /// Whether a state is short and plain enough for logs and for others.
    static func isCarried(_ state: some Collection<UInt8>) -> Bool {
        state.count <= stateBytesMax && state.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func hex(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// Lower-case hexadecimal of exactly so many digits: no sign, no capital, nothing else.
    private static func number(_ text: Substring, digits: Int) -> UInt64? {
        let isHex = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        return isHex && text.utf8.count == digits ? UInt64(text, radix: 16) : nil
    }
}
