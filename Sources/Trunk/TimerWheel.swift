package import NIOCore

/// Deadlines of one event loop: adding and cancelling cost a few nanoseconds whatever their number (DESIGN §8).
///
/// Time is cut into ticks of 5 ms. A timer lies in the bucket of its tick modulo the number of buckets, so one that is
/// more than a revolution (about 20 s) away is passed over once per revolution. A timer never expires early, and late
/// by at most one tick plus whatever the loop is late. A pure value: the owner asks `nextWake` when to look again, and
/// calls `takeExpired` then.
package struct TimerWheel: Sendable {
    /// Names one added timer. A timer that expired or was cancelled is never confused with a later one.
    package struct ID: Sendable, Hashable {
        fileprivate let index: Int32
        fileprivate let generation: UInt32
    }

    /// What the owner attached to a timer: two words of its choice.
    package struct Token: Sendable, Hashable {
        /// For example a connection.
        package let owner: UInt64
        /// For example a call of it.
        package let item: UInt64

        /// A token as the owner makes it.
        package init(owner: UInt64, item: UInt64) {
            self.owner = owner
            self.item = item
        }
    }

    private struct Node {
        var token = Token(owner: 0, item: 0)
        var tick: UInt64 = 0
        var next: Int32 = TimerWheel.none
        var previous: Int32 = TimerWheel.none
        var generation: UInt32 = 0
        var isLinked = false
    }

    /// Nanoseconds of one tick.
    package static let tickNanoseconds: UInt64 = 5_000_000
    private static let bucketCount = 4096
    private static let none: Int32 = -1

    /// Timers that are neither cancelled nor expired.
    package private(set) var count = 0
    private var nodes: [Node] = []
    private var free: Int32 = TimerWheel.none
    private var heads: [Int32]
    private var occupied: [UInt64]
    /// Every timer of a tick below this one has expired or was moved here.
    private var cursor: UInt64

    /// A wheel that starts at `now`.
    package init(now: NIODeadline) {
        heads = [Int32](repeating: Self.none, count: Self.bucketCount)
        occupied = [UInt64](repeating: 0, count: Self.bucketCount / 64)
        cursor = now.uptimeNanoseconds / Self.tickNanoseconds
    }

    /// Adds a timer; one whose time has passed expires at the next `takeExpired`.
    package mutating func add(_ token: Token, at deadline: NIODeadline, now: NIODeadline) -> ID {
        if count == 0 { cursor = max(cursor, now.uptimeNanoseconds / Self.tickNanoseconds) }
        let index = takeNode()
        let slot = Int(index)
        nodes[slot].token = token
        nodes[slot].tick = max(deadline.uptimeNanoseconds / Self.tickNanoseconds + 1, cursor)
        link(index)
        count += 1
        return ID(index: index, generation: nodes[slot].generation)
    }

    /// Forgets a timer; no effect when it has expired or was cancelled before.
    package mutating func cancel(_ id: ID) {
        let slot = Int(id.index)
        guard nodes[slot].generation == id.generation, nodes[slot].isLinked else { return }
        release(id.index)
    }

    /// Takes out every timer whose time has come and appends its token to `expired`.
    package mutating func takeExpired(now: NIODeadline, into expired: inout [Token]) {
        let current = now.uptimeNanoseconds / Self.tickNanoseconds
        var tick: UInt64? = count == 0 ? nil : nextOccupied(from: cursor)
        while let due = tick, due <= current, due - cursor < UInt64(Self.bucketCount) {
            takeExpired(in: bucket(due), upTo: current, into: &expired)
            tick = count == 0 || due - cursor == UInt64(Self.bucketCount - 1) ? nil : nextOccupied(from: due + 1)
        }
        cursor = max(cursor, current)
    }

    private mutating func takeExpired(in bucket: Int, upTo tick: UInt64, into expired: inout [Token]) {
        var index = heads[bucket]
        while index != Self.none {
            let node = nodes[Int(index)]
            if node.tick <= tick {
                expired.append(node.token)
                release(index)
            }
            index = node.next
        }
    }

    /// When to call `takeExpired` next: never later than the earliest timer, at times one revolution early.
    /// Nil when no timer is set.
    package var nextWake: NIODeadline? {
        guard count > 0, let tick = nextOccupied(from: cursor) else { return nil }
        return .uptimeNanoseconds(tick &* Self.tickNanoseconds)
    }

    /// The first tick at or after `tick` whose bucket holds any timer; of this revolution or a later one.
    private func nextOccupied(from tick: UInt64) -> UInt64? {
        let start = bucket(tick)
        var word = start / 64
        var bits = occupied[word] & (~UInt64(0) << UInt64(start % 64))
        for _ in 0...occupied.count {
            if bits != 0 {
                let found = word * 64 + bits.trailingZeroBitCount
                let ahead = (found - start + Self.bucketCount) % Self.bucketCount
                return tick + UInt64(ahead)
            }
            word = (word + 1) % occupied.count
            bits = occupied[word]
        }
        return nil
    }

    private func bucket(_ tick: UInt64) -> Int {
        Int(truncatingIfNeeded: tick) & (Self.bucketCount - 1)
    }

    private mutating func takeNode() -> Int32 {
        if free != Self.none {
            let index = free
            free = nodes[Int(index)].next
            return index
        }
        nodes.append(Node())
        return Int32(truncatingIfNeeded: nodes.count - 1)
    }

    private mutating func link(_ index: Int32) {
        let slot = Int(index)
        let place = bucket(nodes[slot].tick)
        let head = heads[place]
        nodes[slot].next = head
        nodes[slot].previous = Self.none
        nodes[slot].isLinked = true
        if head != Self.none { nodes[Int(head)].previous = index }
        heads[place] = index
        occupied[place / 64] |= 1 << UInt64(place % 64)
    }

    private mutating func release(_ index: Int32) {
        let node = nodes[Int(index)]
        let place = bucket(node.tick)
        if node.previous == Self.none {
            heads[place] = node.next
            if node.next == Self.none { occupied[place / 64] &= ~(1 << UInt64(place % 64)) }
        } else {
            nodes[Int(node.previous)].next = node.next
        }
        if node.next != Self.none { nodes[Int(node.next)].previous = node.previous }
        nodes[Int(index)].generation &+= 1
        nodes[Int(index)].isLinked = false
        nodes[Int(index)].next = free
        free = index
        count -= 1
    }
}
