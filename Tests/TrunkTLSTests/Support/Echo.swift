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
    static let identify = Method<Text, Text>(
        MethodDescriptor(path: "test.Service/Identify", shape: .unary, idempotency: .unknown, carriesSecret: false))
    private let served = Mutex(0)

    var servedCount: Int { served.withLock { $0 } }

    var router: Router {
        let terms = MethodTerms(defaultTimeout: .seconds(20), maximumTimeout: .seconds(60), allowsAnonymous: true)
        var router = Router()
        router.add(.unary(Self.identify) { _, context in Text(context.identity?.name ?? "nobody") }, terms: terms)
        router.add(
            .unary(Self.call) { request, _ in
                self.served.withLock { $0 += 1 }
                return request
            }, terms: terms)
        return router
    }
}

/// Knows whoever shows a certificate, by its names, and the token `good`.
struct Names: Authenticator {
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? {
        token.elementsEqual("good".utf8) ? Name("good") : nil
    }

    func identity(certificateNames: [String]) -> (any Identity)? { Name(certificateNames.joined(separator: " ")) }

    private final class Name: Identity {
        let name: String

        init(_ name: String) { self.name = name }
    }
}
