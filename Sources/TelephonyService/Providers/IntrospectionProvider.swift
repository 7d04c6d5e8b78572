internal import TelephonyMessages
package import Trunk
package import TrunkMessages

/// `trunk.v1.IntrospectionService`: the schema, and what the server is. Nothing here changes while it serves.
package struct IntrospectionProvider: IntrospectionServiceHandler {
    /// The protocol as ALPN names it.
    package static let protocolVersion = "trunk/1"

    private let server: ServerDescription
    private let others: Router
    private let own = [
        IntrospectionServiceMethods.getSchema.descriptor, IntrospectionServiceMethods.getServerInfo.descriptor,
    ]

    /// Introspection of a server that has the methods of `others` beside these two.
    package init(_ server: ServerDescription, beside others: Router) {
        self.server = server
        self.others = others
    }

    /// The schema, or its digest alone when the caller has it already.
    package func getSchema(
        _ request: GetSchemaRequest, _ context: CallContext
    ) async throws(RPCError) -> GetSchemaResponse {
        let digest = TelephonySchema.digest
        return GetSchemaResponse(
            fileDescriptorSet: request.ifDigestNot == digest ? [] : TelephonySchema.fileDescriptorSet, digest: digest)
    }

    /// Name, version, limits, and the methods that this caller may call.
    package func getServerInfo(
        _ request: GetServerInfoRequest, _ context: CallContext
    ) async throws(RPCError) -> GetServerInfoResponse {
        let methods = (others.methods(for: context.identity) + own).sorted { $0.path < $1.path }
        return GetServerInfoResponse(
            name: server.name, version: server.version, protocol: Self.protocolVersion,
            methods: methods.map(ServedMethod.init), limits: server.limits)
    }
}

extension ServedMethod {
    /// A method as tools are told of it.
    init(_ method: MethodDescriptor) {
        self.init(path: method.path, retryRule: RetryRule(method.idempotency), carriesSecret: method.carriesSecret)
    }
}

extension RetryRule {
    /// The rule that a schema's idempotency level means.
    init(_ idempotency: Idempotency) {
        switch idempotency {
        case .unknown: self = .unspecified
        case .noSideEffects: self = .noSideEffects
        case .idempotent: self = .idempotent
        }
    }
}
