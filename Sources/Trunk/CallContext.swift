package import NIOCore
package import TrunkMessages

/// What a handler knows of its call beyond the request. A value: it can be kept, but means nothing after the call.
package struct CallContext: Sendable {
    /// What few calls bring, in one word for those that do not.
    private final class Extras: Sendable {
        let metadata: [MetadataPair]
        let traceContext: TraceContext?

        init(metadata: [MetadataPair], traceContext: TraceContext?) {
            self.metadata = metadata
            self.traceContext = traceContext
        }
    }

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
    /// Empty for calls whose requests are a stream.
    package var requestBytes = ByteBuffer()
    private var extras: Extras?

    /// A context as the server, or a test, makes it.
    package init(
        method: MethodDescriptor, identity: (any Identity)?, deadline: NIODeadline, peer: String, callID: String = "",
        metadata: [MetadataPair] = [], traceContext: TraceContext? = nil
    ) {
        self.method = method
        self.identity = identity
        self.deadline = deadline
        self.peer = peer
        self.callID = callID
        if !metadata.isEmpty || traceContext != nil {
            extras = Extras(metadata: metadata, traceContext: traceContext)
        }
    }

    /// The named values that the caller sent, in their order.
    package var metadata: [MetadataPair] { extras?.metadata ?? [] }

    /// The caller's place in a distributed trace, or, once a tracer is installed, this call's own.
    package var traceContext: TraceContext? {
        get { extras?.traceContext }
        set { extras = Extras(metadata: metadata, traceContext: newValue) }
    }
}
