import NIOCore
import TrunkMessages

/// The smallest message there is: its encoding is its text, and a `!` at the start is malformed.
struct Text: Message, Hashable {
    static let fullName = "test.Text"
    static let carriesSecret = false

    var value = ""
    private var end = ""

    init() {}

    init(_ value: String) {
        self.value = value
    }

    /// Two parts, so that encoding can fail behind the first.
    init(_ value: String, endingWith end: String) {
        self.value = value
        self.end = end
    }

    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) {
        value = String(decoding: bytes, as: UTF8.self)
        if value.utf8.first == UInt8(ascii: "!") {
            throw DecodeError(messageName: Self.fullName, path: "value", offset: 0, rule: .utf8)
        }
    }

    func encode(into buffer: inout ByteBuffer) throws(EncodeError) {
        if value.utf8.contains(0) { throw EncodeError(messageName: Self.fullName, path: "value", rule: .nul) }
        buffer.writeString(value)
        if end.utf8.contains(0) { throw EncodeError(messageName: Self.fullName, path: "end", rule: .nul) }
        buffer.writeString(end)
    }
}
