package import NIOCore
internal import TrunkMessages

/// The parts of an `RPCError` that cross the wire, already cut to their limits (PROTOCOL §6).
package struct EncodedStatus: Sendable {
    /// Most bytes of status text.
    package static let textBytesMax = 1024
    /// Most bytes of encoded details.
    package static let detailsBytesMax = 4096

    /// What kind of failure.
    package var code: StatusCode
    /// UTF-8, at most `textBytesMax` bytes; never cut inside a character.
    package var text: String
    /// An encoded `trunk.v1.ErrorDetails` of at most `detailsBytesMax` bytes, or nil.
    package var details: ByteBuffer?
    /// Microseconds the peer should wait before it tries again.
    package var retryAfterMicroseconds: UInt64?
    /// The call had no effect.
    package var notExecuted: Bool
    /// The peer should not send this again.
    package var noRetry: Bool
    /// Text or details were cut.
    package var truncated: Bool

    /// What came off the wire.
    package init(
        code: StatusCode, text: String, details: ByteBuffer?, retryAfterMicroseconds: UInt64?, notExecuted: Bool,
        noRetry: Bool, truncated: Bool
    ) {
        self.code = code
        self.text = text
        self.details = details
        self.retryAfterMicroseconds = retryAfterMicroseconds
        self.notExecuted = notExecuted
        self.noRetry = noRetry
        self.truncated = truncated
    }

    /// An error on its way out. Never fails: what does not fit is cut, and what cannot be encoded is left out.
    package init(_ error: RPCError) {
        let text = Self.cut(error.text)
        let details = error.details.map(Self.encode)
        self.init(
            code: error.code == .ok ? .unknown : error.code, text: text.text, details: details?.bytes,
            retryAfterMicroseconds: error.retryAfter?.microsecondsClamped, notExecuted: error.notExecuted,
            noRetry: error.noRetry, truncated: text.truncated || details?.truncated ?? false)
    }

    private static func cut(_ text: String) -> (text: String, truncated: Bool) {
        guard text.utf8.count > textBytesMax else { return (text, false) }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: textBytesMax)
        while end > text.startIndex, String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        return (String(text[..<end]), true)
    }

    /// Leaves out what matters least first: help and variables, then field violations from the back.
    private static func encode(_ details: ErrorDetails) -> (bytes: ByteBuffer?, truncated: Bool) {
        var details = details
        var truncated = false
        while true {
            var buffer = ByteBuffer()
            do throws(EncodeError) { try details.encode(into: &buffer) } catch { return (nil, true) }
            if buffer.readableBytes <= detailsBytesMax { return (buffer, truncated) }
            truncated = true
            if !details.help.isEmpty || !details.metadata.isEmpty {
                details.help = ""
                details.metadata = []
            } else if !details.fieldViolations.isEmpty {
                details.fieldViolations.removeLast((details.fieldViolations.count + 1) / 2)
            } else {
                return (nil, true)
            }
        }
    }
}
