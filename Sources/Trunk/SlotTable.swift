/// Elements in numbered slots that are used again, each use under a new generation: a key that outlived its element
/// finds nothing, never a stranger (DESIGN §8). Grows to the largest number held at once.
package struct SlotTable<Element> {
    /// Names an element from its insertion to its removal.
    package struct Key: Sendable, Hashable {
        /// Both halves in one word, for a `TimerWheel.Token`.
        package let rawValue: UInt64

        /// A key that came back out of a token.
        @inlinable
        package init(rawValue: UInt64) { self.rawValue = rawValue }

        @usableFromInline
        package init(index: Int, generation: UInt32) {
            rawValue = UInt64(generation) << 32 | UInt64(UInt32(truncatingIfNeeded: index))
        }

        @usableFromInline
        package var index: Int { Int(UInt32(truncatingIfNeeded: rawValue)) }

        @usableFromInline
        package var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
    }

    @usableFromInline
    struct Slot {
        @usableFromInline var element: Element?
        @usableFromInline var generation: UInt32

        @usableFromInline
        init(element: Element?, generation: UInt32) {
            self.element = element
            self.generation = generation
        }
    }

    @usableFromInline var slots: [Slot] = []
    @usableFromInline var free: [Int] = []

    /// A table without elements.
    @inlinable
    package init() {}

    /// How many elements there are.
    @inlinable
    package var count: Int { slots.count - free.count }

    /// Puts an element in a free slot.
    @inlinable
    package mutating func insert(_ element: Element) -> Key {
        if let index = free.popLast() {
            slots[index].element = element
            return Key(index: index, generation: slots[index].generation)
        }
        slots.append(Slot(element: element, generation: 1))
        return Key(index: slots.count - 1, generation: 1)
    }

    /// The element, or nil when it has gone.
    @inlinable
    package subscript(key: Key) -> Element? {
        let index = key.index
        guard index < slots.count, slots[index].generation == key.generation else { return nil }
        return slots[index].element
    }

    /// Changes an element in place; nil when it has gone.
    @inlinable
    package mutating func update<Result>(_ key: Key, _ body: (inout Element) -> Result) -> Result? {
        let index = key.index
        guard index < slots.count, slots[index].generation == key.generation, var element = slots[index].element
        else { return nil }
        slots[index].element = nil
        let result = body(&element)
        slots[index].element = element
        return result
    }

    /// Takes an element out; nil when it has gone.
    @inlinable
    package mutating func remove(_ key: Key) -> Element? {
        let index = key.index
        guard index < slots.count, slots[index].generation == key.generation,
            let element = slots[index].element
        else { return nil }
        slots[index].element = nil
        slots[index].generation &+= 1
        free.append(index)
        return element
    }

    /// The keys of all elements, in the order of their slots.
    package var keys: [Key] {
        slots.indices.compactMap { index in
            slots[index].element == nil ? nil : Key(index: index, generation: slots[index].generation)
        }
    }
}
