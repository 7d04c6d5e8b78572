/// The outcome of a command in a few numbers whose meaning each command defines; enough to answer a retry together with
/// the rows as they are now. Never holds or encodes a secret.
package struct StoredOutcome: Sendable, Hashable {
    /// Which outcome.
    package let code: UInt8
    /// Bits or a count that belong to it.
    package let flags: UInt32
    /// Generation or version it led to.
    package let generation: UInt64
    /// When.
    package let time: WallTime

    /// An outcome.
    package init(code: UInt8, flags: UInt32 = 0, generation: UInt64 = 0, time: WallTime) {
        self.code = code
        self.flags = flags
        self.generation = generation
        self.time = time
    }
}
