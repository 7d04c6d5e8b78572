internal import TrunkWire

/// The calls of one connection, by the machine's slot numbers. Grows to the most calls the connection had at once,
/// and so never beyond the limit the machine keeps (TRK-807).
struct ServerCallTable {
    private var slots: [ServerCall?] = []
    private(set) var count = 0

    /// The call, or nil when it has ended: a later call in the same slot has another stream.
    subscript(id: CallID) -> ServerCall? {
        guard id.slot < slots.count, let call = slots[id.slot], call.id == id else { return nil }
        return call
    }

    mutating func insert(_ call: ServerCall) {
        while slots.count <= call.id.slot { slots.append(nil) }
        if slots[call.id.slot] == nil { count += 1 }
        slots[call.id.slot] = call
    }

    /// Changes a call in place; no effect when it has ended.
    mutating func update(_ id: CallID, _ body: (inout ServerCall) -> Void) {
        guard var call = self[id] else { return }
        slots[id.slot] = nil
        body(&call)
        slots[id.slot] = call
    }

    mutating func remove(_ id: CallID) -> ServerCall? {
        guard let call = self[id] else { return nil }
        slots[id.slot] = nil
        count -= 1
        return call
    }

    /// Every call, in the order of slots.
    var all: [ServerCall] { slots.compactMap { $0 } }
}
