import NIOCore
import TrunkMessages

/// A `Text` that counts as secret, and hands every buffer it is written to, to whoever wants to look at it later.
struct SecretText: Message {
    static let fullName = "test.SecretText"
    static let carriesSecret = true
    @TaskLocal static var written: (@Sendable (ByteBuffer) -> Void)?

    var value = ""

    init() {}

    init(_ value: String) {
        self.value = value
    }

    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) {
        value = String(decoding: bytes, as: UTF8.self)
    }

    func encode(into buffer: inout ByteBuffer) throws(EncodeError) {
        buffer.writeString(value)
        Self.written?(buffer)
    }

    static let say = Method<SecretText, SecretText>(
        MethodDescriptor(path: "test.Service/Secret", shape: .unary, idempotency: .unknown, carriesSecret: true))
    static let list = Method<SecretText, SecretText>(
        MethodDescriptor(
            path: "test.Service/SecretList", shape: .serverStreaming, idempotency: .unknown, carriesSecret: true))
    static let chat = Method<SecretText, SecretText>(
        MethodDescriptor(
            path: "test.Service/SecretChat", shape: .bidirectionalStreaming, idempotency: .unknown,
            carriesSecret: true))
}
