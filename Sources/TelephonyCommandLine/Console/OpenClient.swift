package import Trunk

/// A client and how it is closed.
package struct OpenClient: Sendable {
    /// Makes the calls.
    package let caller: any Caller
    /// Ends it: running calls finish first.
    package let close: @Sendable () async -> Void

    /// A client.
    package init(caller: any Caller, close: @escaping @Sendable () async -> Void) {
        self.caller = caller
        self.close = close
    }
}
