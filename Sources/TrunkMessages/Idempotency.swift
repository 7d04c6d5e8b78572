/// What a retry may do, as the schema's `idempotency_level` says.
public enum Idempotency: UInt8, Sendable, Hashable {
    /// The schema says nothing: never sent twice, unless the peer said NOT_EXECUTED.
    case unknown
    /// Changes nothing: may be sent again at will.
    case noSideEffects
    /// May be sent again with the same `request_id`: one effect, one verdict.
    case idempotent
}
