import NIOCore
import TrunkMessages

/// The smallest message there is: its encoding is its text, and a `!` at the start is malformed.
struct Text: Message, Hashable {
    static let fullName = "test.Text"
    static let carriesSecret = false

    var value = ""

    init() {}

    init(_ value: String) {
        self.value = value
    }

    /// So many bytes.
    init(bytes: Int) {
        value = String(repeating: "x", count: bytes)
    }

    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) {
        value = String(decoding: bytes, as: UTF8.self)
        if value.first == "!" { throw DecodeError(messageName: Self.fullName, path: "value", offset: 0, rule: .utf8) }
    }

    func encode(into buffer: inout ByteBuffer) throws(EncodeError) {
        if value.contains("\0") { throw EncodeError(messageName: Self.fullName, path: "value", rule: .nul) }
        buffer.writeString(value)
    }
}
