internal import NIOCore
internal import Trunk
internal import TrunkWire

extension Metadata {
    /// What a call says beside its message.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when it is more than any server reads, or more entries than this side's own limit;
    ///   INVALID_ARGUMENT for a name that a named pair cannot have. Nothing was sent (TRK-812).
    init(_ options: CallOptions, entriesMax: Int) throws(RPCError) {
        self.init()
        var isWhole = true
        if let token = options.token { isWhole = append(.bearerToken, ByteBuffer(bytes: token)) && isWhole }
        if let label = options.callID { isWhole = append(.callID, label) && isWhole }
        if let trace = options.traceContext {
            append(.traceParent, trace.parentBytes)
            if let state = trace.stateBytes { append(.traceState, state) }
        }
        if !options.metadata.isEmpty { isWhole = try append(options.metadata, entriesMax: entriesMax) && isWhole }
        guard isWhole, byteCount <= WireLimits.metadataBytesCeiling else {
            throw .overLimit(HitLimit(name: "metadata_bytes", value: UInt64(WireLimits.metadataBytesCeiling)))
        }
    }

    private mutating func append(_ pairs: [Trunk.MetadataPair], entriesMax: Int) throws(RPCError) -> Bool {
        // Beside the pairs there may be a token, a label and the two entries of a trace.
        guard pairs.count <= entriesMax - Self.singlesMax else {
            throw .overLimit(HitLimit(name: "metadata_entries", value: UInt64(clamping: entriesMax)))
        }
        var isWhole = true
        for pair in pairs {
            guard pair.isNameValid else { throw .metadataName }
            isWhole = append(name: pair.name, ByteBuffer(bytes: pair.value)) && isWhole
        }
        return isWhole
    }

    private static var singlesMax: Int { 4 }
}
