internal import NIOCore
package import TelephonyCore
internal import TelephonyMessages
package import TelephonyStore
package import TelephonyVault
internal import Trunk

/// What all services stand on: the store, the vault's seals, the throttle and the clock.
package struct ServiceBackend: Sendable {
    /// Where commands are carried out and queries answered.
    let store: any TelephonyStore
    /// Seals page tokens, and hashes requests for their ids.
    let vault: TelephonyVault.Vault
    /// In front of every method that takes a PIN.
    let throttle: SourceThrottle
    /// The wall clock.
    let now: @Sendable () -> WallTime

    /// A backend.
    package init(
        store: any TelephonyStore, vault: TelephonyVault.Vault, throttle: SourceThrottle,
        now: @escaping @Sendable () -> WallTime
    ) {
        self.store = store
        self.vault = vault
        self.throttle = throttle
        self.now = now
    }

    /// Who asks, under which id, and why.
    func origin(
        _ context: CallContext, requestID: [UInt8], reason: String = ""
    ) throws(RPCError) -> CommandOrigin {
        let principal = try context.principal
        let id = try RequestFields.requestID(requestID)
        let fingerprint =
            id == nil
            ? RequestFingerprint(hash: UUIDBytes(high: 0, low: 0))
            : context.requestBytes.withUnsafeReadableBytes {
                vault.fingerprint(method: context.method.path, request: $0)
            }
        return CommandOrigin(
            actor: principal.actor, requestID: id, fingerprint: fingerprint,
            reason: try RequestFields.reason(reason))
    }

    /// Carries a command out: durable when this returns (RL-20).
    func perform<C: Command>(_ command: C, _ context: CallContext) async throws(RPCError) -> C.Reply {
        do throws(StoreError) {
            return try await store.perform(command, deadline: MonotonicTime(context.deadline)).reply
        } catch {
            throw RPCError(error)
        }
    }

    /// Answers a query.
    func read<Q: Query>(_ query: Q, _ context: CallContext) async throws(RPCError) -> Q.Result {
        do throws(StoreError) {
            return try await store.read(query, deadline: MonotonicTime(context.deadline))
        } catch {
            throw RPCError(error)
        }
    }

    /// A number that a query found, as an actor may see it.
    func message(_ found: FoundNumber, for actor: Actor) -> Number {
        NumberView(found.number, under: found.policy.policy, at: now(), for: actor.role)
            .message(lastSuccess: found.lastSuccess)
    }
}

extension MonotonicTime {
    /// The moment of a call's deadline: both count nanoseconds of the same clock.
    fileprivate init(_ deadline: NIODeadline) { self.init(nanoseconds: deadline.uptimeNanoseconds) }
}
