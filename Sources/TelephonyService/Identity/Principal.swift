package import TelephonyCore
package import Trunk

/// Who is behind a call of this service: what the token stands for. Immutable; shared by all calls of its connection.
package final class Principal: Identity {
    /// What the core sees of it.
    package let actor: Actor

    /// The name in logs and audit.
    package var name: String { actor.name }

    /// A principal.
    package init(actor: Actor) { self.actor = actor }
}

extension CallContext {
    /// The principal of this call.
    ///
    /// - Throws: UNAUTHENTICATED when there is none; the router lets nobody through without one, so this guards against
    ///   a service installed behind a foreign authenticator.
    package var principal: Principal {
        get throws(RPCError) {
            guard let principal = identity as? Principal else { throw .unauthenticated }
            return principal
        }
    }
}
