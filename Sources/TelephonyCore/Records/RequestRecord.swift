/// What is kept of a request that was carried out, so that a retry gets the same verdict: the outcome, never reply bytes.
package struct RequestRecord: Sendable, Hashable {
    /// The caller's id.
    package let id: RequestID
    /// Name of the principal; another one under the same id is another request (T-8).
    package let actor: String
    /// Hash of method and bytes.
    package let fingerprint: RequestFingerprint
    /// What came of it.
    package let outcome: StoredOutcome
    /// When the record may be forgotten: 10 minutes for a sign-in, 24 hours for a mutation.
    package let expireTime: WallTime

    /// A record with all its columns.
    package init(
        id: RequestID, actor: String, fingerprint: RequestFingerprint, outcome: StoredOutcome, expireTime: WallTime
    ) {
        self.id = id
        self.actor = actor
        self.fingerprint = fingerprint
        self.outcome = outcome
        self.expireTime = expireTime
    }
}
