package import NIOCore
package import TrunkMessages

/// What a handler knows of its call beyond the request. A value: it can be kept, but means nothing after the call.
package struct CallContext: Sendable {
    /// The method called.
    package var method: MethodDescriptor
    /// Who calls; nil is anonymous, which only methods that allow it ever see.
    package var identity: (any Identity)?
    /// When the call ends at the latest; the handler's task is cancelled then.
    package var deadline: NIODeadline
    /// The peer's address for logs and throttles, or `in-process`.
    package var peer: String
    /// The caller's label for logs; empty when none was sent.
    package var callID: String
    /// The request as it came: what hashes are taken over, never the re-encoded message (RL-40). May hold a secret.
    package var requestBytes = ByteBuffer()

    /// A context as the server, or a test, makes it.
    package init(
        method: MethodDescriptor, identity: (any Identity)?, deadline: NIODeadline, peer: String, callID: String = ""
    ) {
        self.method = method
        self.identity = identity
        self.deadline = deadline
        self.peer = peer
        self.callID = callID
    }
}
