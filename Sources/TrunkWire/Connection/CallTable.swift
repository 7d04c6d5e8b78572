/// The open calls of one connection: slots with stable indices, found by stream id through open addressing.
///
/// Stream ids grow by two, so the usual call is found at its home bucket. Ids chosen to collide cost at most one
/// probe per open call, of which there is a limit. Memory is that of the most calls ever open at one time.
struct CallTable<Call> {
    private struct Bucket {
        var stream: UInt32 = 0
        var slot: Int32 = 0
    }

    private static var bucketCountMin: Int { 8 }

    private var calls: [(id: CallID, call: Call)?] = []
    private var freeSlots: [Int] = []
    private var buckets: [Bucket] = []
    /// Calls in the table.
    private(set) var count = 0

    /// Number of slots there ever were; every index below it may be given to `id(inSlot:)`.
    var slotCount: Int { self.calls.count }

    /// Puts a call whose stream is not in the table into a slot.
    mutating func insert(_ stream: StreamID, _ call: Call) -> CallID {
        if self.buckets.count < 2 * (self.count + 1) { self.growBuckets() }
        let slot = self.freeSlots.popLast() ?? self.calls.count
        let id = CallID(stream: stream, slot: slot)
        if slot == self.calls.count {
            self.calls.append((id, call))
        } else {
            self.calls[slot] = (id, call)
        }
        self.place(Bucket(stream: stream.rawValue, slot: Int32(truncatingIfNeeded: slot)))
        self.count += 1
        return id
    }

    /// The open call on a stream; nil when there is none.
    func id(of stream: StreamID) -> CallID? {
        guard let bucket = self.bucket(of: stream) else { return nil }
        return CallID(stream: stream, slot: Int(self.buckets[bucket].slot))
    }

    /// The call in a slot; nil when the slot is free or was never used.
    func id(inSlot slot: Int) -> CallID? {
        self.calls.indices.contains(slot) ? self.calls[slot]?.id : nil
    }

    /// The state of a call; nil for an id that is stale. Setting a stale id changes nothing.
    subscript(id: CallID) -> Call? {
        get { self.holds(id) ? self.calls[id.slot]?.call : nil }
        set { if let newValue, self.holds(id) { self.calls[id.slot]?.call = newValue } }
    }

    /// Takes a call out of the table and frees its slot; nil for a stale id.
    @discardableResult
    mutating func remove(_ id: CallID) -> Call? {
        guard self.holds(id), let entry = self.calls[id.slot] else { return nil }
        self.calls[id.slot] = nil
        self.freeSlots.append(id.slot)
        self.unplace(id.stream)
        self.count -= 1
        return entry.call
    }

    /// True when the id names the call that is in its slot now.
    func holds(_ id: CallID) -> Bool {
        self.id(inSlot: id.slot) == id
    }

    private var mask: Int { self.buckets.count - 1 }

    private func home(of stream: UInt32) -> Int {
        Int(stream >> 1) & self.mask
    }

    private func bucket(of stream: StreamID) -> Int? {
        guard self.count > 0 else { return nil }
        var bucket = self.home(of: stream.rawValue)
        // Ends: at least half the buckets are empty.
        while self.buckets[bucket].stream != 0 {
            if self.buckets[bucket].stream == stream.rawValue { return bucket }
            bucket = (bucket + 1) & self.mask
        }
        return nil
    }

    private mutating func place(_ entry: Bucket) {
        var bucket = self.home(of: entry.stream)
        while self.buckets[bucket].stream != 0 { bucket = (bucket + 1) & self.mask }
        self.buckets[bucket] = entry
    }

    /// Empties a bucket and closes the gap, so that no mark of a dead call remains.
    private mutating func unplace(_ stream: StreamID) {
        guard var gap = self.bucket(of: stream) else { return }
        var next = (gap + 1) & self.mask
        while self.buckets[next].stream != 0 {
            let distance = (next - self.home(of: self.buckets[next].stream)) & self.mask
            if distance >= (next - gap) & self.mask {
                self.buckets[gap] = self.buckets[next]
                gap = next
            }
            next = (next + 1) & self.mask
        }
        self.buckets[gap] = Bucket()
    }

    private mutating func growBuckets() {
        let old = self.buckets
        self.buckets = Array(repeating: Bucket(), count: max(Self.bucketCountMin, 2 * old.count))
        for entry in old where entry.stream != 0 { self.place(entry) }
    }
}
