internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

extension CallContext {
    /// A context of what came with the call's header.
    init(
        method: MethodDescriptor, identity: (any Identity)?, deadline: NIODeadline, peer: String, metadata: Metadata
    ) {
        guard !metadata.isEmpty else {
            self.init(method: method, identity: identity, deadline: deadline, peer: peer)
            return
        }
        self.init(
            method: method, identity: identity, deadline: deadline, peer: peer, callID: metadata.label,
            metadata: metadata.pairs, traceContext: metadata.traceContext)
    }
}

extension CallRecord {
    /// A call that was refused before it had a context.
    init(
        refused call: OpenedCall, _ error: RPCError, _ method: MethodDescriptor?, _ caller: (any Identity)?,
        peer: String
    ) {
        self.init(method: method, code: error.code, peer: peer)
        reason = error.reason
        notExecuted = error.notExecuted
        callID = call.metadata.label
        identity = caller?.name
        traceContext = call.metadata.traceContext
    }
}

extension Metadata {
    /// The caller's label, cut to 128 bytes and without what could break a log line.
    fileprivate var label: String {
        guard !isEmpty, let bytes = first(.callID) else { return "" }
        let printable = bytes.readableBytesView.prefix(128).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
        return String(decoding: printable, as: UTF8.self)
    }

    fileprivate var traceContext: TraceContext? {
        guard !isEmpty, let parent = first(.traceParent) else { return nil }
        return TraceContext(parent: parent, state: first(.traceState))
    }

    fileprivate var pairs: [Trunk.MetadataPair] {
        var pairs: [Trunk.MetadataPair] = []
        for entry in self where entry.id == .namedPair {
            guard let pair = NamedPair(reading: entry.value) else { continue }
            pairs.append(Trunk.MetadataPair(pair.name, Array(buffer: pair.value)))
        }
        return pairs
    }
}
