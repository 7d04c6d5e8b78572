import NIOCore
import Synchronization
import Trunk
import TrunkMessages

/// A message that is its own encoding.
struct Text: Message, Hashable {
    static let fullName = "test.Text"
    static let carriesSecret = false

    var value = ""

    init() {}
    init(_ value: String) { self.value = value }
    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) { value = String(decoding: bytes, as: UTF8.self) }
    func encode(into buffer: inout ByteBuffer) throws(EncodeError) { buffer.writeString(value) }
}

/// The service that the tests call; it counts what reaches it.
final class Echo: Sendable {
    static let call = Method<Text, Text>(
        MethodDescriptor(path: "test.Service/Echo", shape: .unary, idempotency: .unknown, carriesSecret: false))
    private let served = Mutex(0)

    var servedCount: Int { served.withLock { $0 } }

    var router: Router {
        var router = Router()
        router.add(
            .unary(Self.call) { request, _ in
                self.served.withLock { $0 += 1 }
                return request
            },
            terms: MethodTerms(
                defaultTimeout: .seconds(20), maximumTimeout: .seconds(60), allowsAnonymous: true))
        return router
    }
}

/// Knows nobody by token: what a certificate says is looked at before.
struct Nobody: Authenticator {
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { nil }
}
