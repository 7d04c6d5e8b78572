/// The open calls of one connection: slots with stable indices, found by stream id through open addressing.
///
/// At most half the buckets are taken, so the usual call is found at its home bucket. Ids chosen to collide cost at
/// most one probe per open call, of which there is a limit. Memory is that of the most calls ever open at one time.
struct CallTable<Call> {
    private struct Slot {
        /// The stream of the call in the slot; 0 = the slot is free.
        var stream: UInt32
        var call: Call
    }

    private struct Bucket {
        var stream: UInt32 = 0
        var slot: Int32 = 0
    }

    private static var bucketCountMin: Int { 8 }

    /// What a free slot holds, so that a dead call keeps nothing alive.
    private let empty: Call
    private var slots: [Slot] = []
    private var freeSlots: [Int32] = []
    private var buckets: [Bucket] = []
    /// Calls in the table.
    private(set) var count = 0

    /// A table without calls.
    init(empty: Call) {
        self.empty = empty
    }

    /// Number of slots there ever were; every index below it may be given to `id(inSlot:)`.
    var slotCount: Int { self.slots.count }

    /// Puts a call whose stream is not in the table into a slot.
    mutating func insert(_ stream: StreamID, _ call: Call) -> CallID {
        if self.buckets.count < 2 * (self.count + 1) { self.growBuckets() }
        let slot: Int
        if let free = self.freeSlots.popLast() {
            slot = Int(free)
            self.slots[slot] = Slot(stream: stream.rawValue, call: call)
        } else {
            slot = self.slots.count
            self.slots.append(Slot(stream: stream.rawValue, call: call))
        }
        self.place(Bucket(stream: stream.rawValue, slot: Int32(truncatingIfNeeded: slot)))
        self.count += 1
        return CallID(stream: stream, slot: slot)
    }

    /// The open call on a stream; nil when there is none.
    func id(of stream: StreamID) -> CallID? {
        guard let bucket = self.bucket(of: stream) else { return nil }
        return CallID(stream: stream, slot: Int(self.buckets[bucket].slot))
    }

    /// The call in a slot; nil when the slot is free or was never used.
    func id(inSlot slot: Int) -> CallID? {
        guard self.slots.indices.contains(slot), self.slots[slot].stream != 0 else { return nil }
        return CallID(stream: StreamID(rawValue: self.slots[slot].stream), slot: slot)
    }

    /// True when the id names the call that is in its slot now.
    func holds(_ id: CallID) -> Bool {
        self.slots.indices.contains(id.slot) && self.slots[id.slot].stream == id.stream.rawValue
            && id.stream != .connection
    }

    /// The state of an open call where it stands; only for an id that the table `holds`.
    subscript(open id: CallID) -> Call {
        _read { yield self.slots[id.slot].call }
        _modify { yield &self.slots[id.slot].call }
    }

    /// Takes a call out of the table and frees its slot; only for an id that the table `holds`.
    mutating func remove(open id: CallID) {
        self.unplace(id.stream)
        self.slots[id.slot] = Slot(stream: 0, call: self.empty)
        self.freeSlots.append(Int32(truncatingIfNeeded: id.slot))
        self.count -= 1
    }

    private var mask: Int { self.buckets.count - 1 }

    private func home(of stream: UInt32) -> Int {
        // Multiplied by 2^32 / φ: ids that follow each other land far apart, so that probes and the closing of gaps
        // stay short. (At home by their low bits they would stand in one long row.)
        let spread = UInt64((stream >> 1) &* 0x9E37_79B1)
        return Int(truncatingIfNeeded: (spread &* UInt64(self.buckets.count)) >> 32)
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
