/// A keyed hash of method and request bytes: tells the same request from another under the same id (RL-34).
package struct RequestFingerprint: Sendable, Hashable {
    /// Sixteen bytes of the hash.
    package let hash: UUIDBytes

    /// Wraps a hash.
    package init(hash: UUIDBytes) { self.hash = hash }
}
