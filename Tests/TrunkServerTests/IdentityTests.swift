import Foundation
import Glibc
import NIOCore
import Testing
import Trunk
import TrunkClient
import TrunkServer

/// Knows tokens as the others do, and certificates and local processes besides.
private struct WideAuthenticator: Authenticator {
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? { TestAuthenticator().identity(token: token) }

    func identity(certificateNames: [String]) -> (any Identity)? {
        certificateNames.first.map { TestIdentity(name: $0) }
    }

    func identity(unixPeer: UnixPeer) -> (any Identity)? {
        TestIdentity(name: "uid \(unixPeer.uid) gid \(unixPeer.gid) pid \(unixPeer.pid)")
    }
}

/// Stands where TLS would, and says what is in a certificate.
private final class Certificate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let names: [String]

    init(_ names: [String]) { self.names = names }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.fireUserInboundEventTriggered(PeerCertificateNames(names: names))
    }
}

@Suite("Who calls", .timeLimit(.minutes(1)))
struct IdentityTests {
    private static var unixPath: String {
        FileManager.default.temporaryDirectory.appending(path: "trunk-\(UInt64.random(in: .min ... .max)).sock").path()
    }

    private static var process: String { "uid \(geteuid()) gid \(getegid()) pid \(getpid())" }

    /// The name that `Identify` answers, or END's code.
    private static func name(_ endpoint: Endpoint, token: String?, callToken: String? = nil) async throws -> String {
        var peer = try await RawPeer(endpoint)
        var request = RawFrame.request(1, "Identify", "")
        if let callToken {
            let entry = [UInt8(0x05)] + RawFrame.big(UInt16(callToken.utf8.count)) + Array(callToken.utf8)
            request.payload.replaceSubrange(0..<2, with: RawFrame.big(UInt16(entry.count)))
            request.payload += entry
        }
        _ = try await peer.open([request], token: token)
        let answer = await peer.answer()
        await peer.close()
        return answer?.type == 0x03 ? answer?.message ?? "" : "code \(answer?.code ?? 0)"
    }

    @Test("a process behind a Unix socket is who the kernel says, unless a token says otherwise; a bad one spoils it")
    func unixPeer() async throws {
        try await withServer(at: .unix(path: Self.unixPath), authenticator: WideAuthenticator()) {
            (_, endpoint) async throws in
            #expect(try await Self.name(endpoint, token: nil) == Self.process)
            #expect(try await Self.name(endpoint, token: "good") == "good")
            #expect(try await Self.name(endpoint, token: nil, callToken: "user-7") == "user-7")
            #expect(try await Self.name(endpoint, token: "bad") == "code 16")
            #expect(try await Self.name(endpoint, token: nil, callToken: "bad") == "code 16")
        }
    }

    @Test("a certificate's name counts before the process and behind every token")
    func certificate() async throws {
        let transport: TrunkServer.Transport = { channel in
            try channel.pipeline.syncOperations.addHandler(Certificate(["DNS:pbx.example.org"]))
        }
        try await withServer(
            at: .unix(path: Self.unixPath), authenticator: WideAuthenticator(), transport: transport
        ) { (_, endpoint) async throws in
            #expect(try await Self.name(endpoint, token: nil) == "DNS:pbx.example.org")
            #expect(try await Self.name(endpoint, token: "good") == "good")
            #expect(try await Self.name(endpoint, token: "good", callToken: "user-7") == "user-7")
            #expect(try await Self.name(endpoint, token: "bad") == "code 16")
            #expect(try await Self.name(endpoint, token: "good", callToken: "bad") == "code 16")
        }
    }

    @Test("a certificate that is nobody's leaves the process; over TCP there is none, and nobody calls")
    func nobody() async throws {
        let transport: TrunkServer.Transport = { channel in
            try channel.pipeline.syncOperations.addHandler(Certificate([]))
        }
        try await withServer(
            at: .unix(path: Self.unixPath), authenticator: WideAuthenticator(), transport: transport
        ) { (_, endpoint) async throws in
            #expect(try await Self.name(endpoint, token: nil) == Self.process)
        }
        try await withServer(authenticator: WideAuthenticator(), transport: transport) { (_, endpoint) async throws in
            #expect(try await Self.name(endpoint, token: nil) == "code 16")
        }
    }
}
