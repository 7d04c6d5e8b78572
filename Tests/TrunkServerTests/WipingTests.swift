import NIOCore
import Testing
import Trunk
import TrunkMessages

@testable import TrunkServer

@Suite("Secrets in buffers (ZL-9)")
struct WipingTests {
    private static let secret = "4071"
    private static let method = Method<Text, Text>(
        MethodDescriptor(path: "test.Service/Secret", shape: .unary, idempotency: .unknown, carriesSecret: true))

    private static func router(
        _ reply: @escaping @Sendable (Text) -> Text, refusing: Bool = false
    ) -> Router {
        var router = Router { _, _ in refusing ? RPCError(.permissionDenied, "no") : nil }
        router.add(
            .unary(method) { request, _ in reply(request) },
            terms: MethodTerms(defaultTimeout: .seconds(5), maximumTimeout: .seconds(5)))
        return router
    }

    /// True when the whole storage behind `buffer`, unused parts included, does not hold the secret.
    private static func isWiped(_ buffer: ByteBuffer) -> Bool {
        let needle = Array(secret.utf8)
        return buffer.withVeryUnsafeBytes { bytes in
            guard bytes.count >= needle.count else { return true }
            return !(0...(bytes.count - needle.count)).contains { start in
                bytes[start..<start + needle.count].elementsEqual(needle)
            }
        }
    }

    @Test("a reply that is too long for the client leaves nothing of itself in the buffer its END is sent from")
    func tooLong() throws {
        let connection = try EmbeddedConnection(
            Self.router { _ in Text(String(repeating: Self.secret, count: 15_000)) })
        try connection.send(ByteBuffer(bytes: RawFrame.request(1, "Secret", "").bytes))
        let written = try connection.written()
        let answers = EmbeddedConnection.frames(written)
        #expect(answers.map(\.type) == [0x05] && answers.map(\.code) == [8])
        #expect(!written.isEmpty && written.allSatisfy(Self.isWiped))
        connection.close()
    }

    @Test("a reply that cannot be encoded leaves nothing of itself in the buffer")
    func unencodable() throws {
        let connection = try EmbeddedConnection(Self.router { _ in Text(Self.secret, endingWith: "\0") })
        try connection.send(ByteBuffer(bytes: RawFrame.request(1, "Secret", "").bytes))
        let written = try connection.written()
        #expect(EmbeddedConnection.frames(written).map(\.code) == [13])
        #expect(!written.isEmpty && written.allSatisfy(Self.isWiped))
        connection.close()
    }

    @Test(
        "a request is wiped when its call is over: answered, malformed, forbidden, or too late",
        arguments: [("", false, UInt64(0)), ("!", false, 0), ("", true, 0), ("", false, 1)])
    func requests(prefix: String, isForbidden: Bool, timeoutMicros: UInt64) throws {
        let connection = try EmbeddedConnection(Self.router({ _ in Text("ok") }, refusing: isForbidden))
        let frame = RawFrame.request(1, "Secret", prefix + Self.secret, timeoutMicros: timeoutMicros)
        let read = ByteBuffer(bytes: frame.bytes)
        #expect(!Self.isWiped(read))
        if timeoutMicros > 0 { connection.loop.executor.beginTurn() }
        try connection.send(read)
        #expect(try EmbeddedConnection.frames(connection.written()).count == 1)
        #expect(Self.isWiped(read))
        connection.close()
    }
}
