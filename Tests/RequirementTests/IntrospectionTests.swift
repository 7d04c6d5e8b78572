import TelephonyClient
import TelephonyCore
import TelephonyTesting
import Testing
import Trunk
import TrunkMessages

@Suite("What a server says of itself")
struct IntrospectionTests {
    private static func run(
        on transport: Transport, as role: Role, _ body: (IntrospectionServiceClient) async throws -> Void
    ) async throws {
        let wire: TestInstallation.Wire = transport == .socket ? .socket : .inProcess
        let scope: Scope = role == .pbx ? .operator(try #require(OperatorID("bluebird"))) : .platform
        try await TestInstallation.run(over: wire) { installation in
            let caller = installation.caller(as: Actor(name: "tool", role: role, scope: scope))
            try await body(IntrospectionServiceClient(caller))
        }
    }

    @Test("the methods told are those that the caller may call, in order", arguments: Transport.allCases)
    func methods(transport: Transport) async throws {
        try await Self.run(on: transport, as: .platform) { client in
            let info = try await client.getServerInfo(GetServerInfoRequest())
            let paths = info.methods.map(\.path)
            #expect(paths == paths.sorted() && Set(paths).count == paths.count)
            #expect(info.name == "telephony" && info.protocol == "trunk/1")
            for path in ["telephony.v1.TelephonyService/ProvisionNumbers", "trunk.v1.IntrospectionService/GetSchema"] {
                #expect(paths.contains(path), "\(path)")
            }
        }
        try await Self.run(on: transport, as: .pbx) { client in
            let methods = try await client.getServerInfo(GetServerInfoRequest()).methods
            let signIn = try #require(methods.first { $0.path == "pin.v1.PinService/SignIn" })
            #expect(signIn.carriesSecret && signIn.retryRule == .idempotent)
            let health = try #require(methods.first { $0.path == "grpc.health.v1.Health/Check" })
            #expect(!health.carriesSecret && health.retryRule != .idempotent)
            #expect(!methods.contains { $0.path == "pin.v1.PinService/ResetPin" })
        }
    }

    @Test("the schema comes with its digest, and without the bytes when they are known", arguments: Transport.allCases)
    func schema(transport: Transport) async throws {
        try await Self.run(on: transport, as: .pbx) { client in
            let whole = try await client.getSchema(GetSchemaRequest())
            #expect(whole.digest.count == 32)
            #expect(whole.fileDescriptorSet.count > 10_000)
            #expect(whole.fileDescriptorSet.count <= 49_152, "every client reads a message of 49,152 bytes")
            let known = try await client.getSchema(GetSchemaRequest(ifDigestNot: whole.digest))
            #expect(known.fileDescriptorSet.isEmpty && known.digest == whole.digest)
            let other = try await client.getSchema(GetSchemaRequest(ifDigestNot: [1, 2, 3]))
            #expect(other == whole)
        }
    }
}
