import Trunk
import TrunkMessages

/// A service of two methods, in this process.
enum Health {
    /// Serves `Check` with this, and `Watch` with as many answers as the name of the service is long.
    static func caller(
        _ interceptors: [any ServerInterceptor] = [],
        check: @escaping @Sendable (HealthCheckRequest, CallContext) async throws(RPCError) -> HealthCheckResponse = {
            _, _ in HealthCheckResponse(status: .serving)
        }
    ) -> InProcessCaller {
        var router = Router(interceptors: interceptors)
        let terms = MethodTerms.stream(idleTimeout: nil, allowsAnonymous: true)
        router.add(.unary(HealthMethods.check, check), terms: terms)
        router.add(
            .serverStreaming(HealthMethods.watch) { request, writer, _ throws(RPCError) in
                for _ in request.service { try await writer.write(HealthCheckResponse(status: .serving)) }
                if request.service.isEmpty { throw RPCError(.notFound, "empty") }
            }, terms: terms)
        return InProcessCaller(router, identity: nil)
    }

    /// A record of a call that ended at a server.
    static func record(_ code: StatusCode, method: MethodDescriptor? = HealthMethods.check.descriptor) -> CallRecord {
        var record = CallRecord(method: method, code: code, peer: "192.0.2.1")
        record.durationNanoseconds = 1_500_000
        record.requestBytes = 10
        record.replyBytes = 20
        record.messagesIn = 1
        record.messagesOut = 1
        return record
    }
}
