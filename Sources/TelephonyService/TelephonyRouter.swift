package import Trunk

/// All services of this server behind one router.
package enum TelephonyRouter {
    /// Names of the services, as health knows them.
    package static let serviceNames = [
        "directory.v1.DirectoryService", "pin.v1.PinService", "telephony.v1.TelephonyService",
    ]

    /// A router with every method, its rights and its deadlines from the one table.
    ///
    /// - Parameters:
    ///   - server: what introspection tells.
    ///   - interceptors: stand around every handler, the first one outermost; none cost nothing.
    package static func make(
        _ backend: ServiceBackend, health: HealthProvider, server: ServerDescription = ServerDescription(),
        interceptors: [any ServerInterceptor] = []
    ) -> Router {
        var router = Router(interceptors: interceptors, authorization: MethodTable.refusal)
        let terms = { (method: TelephonyMethod) in MethodTable.row(of: method).terms }
        PinServiceProvider(backend).register(in: &router, terms: terms)
        TelephonyServiceProvider(backend).register(in: &router, terms: terms)
        DirectoryServiceProvider(backend).register(in: &router, terms: terms)
        health.register(in: &router, terms: terms)
        IntrospectionProvider(server, beside: router).register(in: &router, terms: terms)
        return router
    }
}
