package import TelephonyCore

extension Actor {
    /// Lets only those pass whose role may do something.
    ///
    /// - Throws: `StoreError.refused(.notPermitted)`.
    package func require(_ action: Action) throws(StoreError) {
        guard Permissions.allows(action, to: self) else { throw .refused(.notPermitted) }
    }
}
