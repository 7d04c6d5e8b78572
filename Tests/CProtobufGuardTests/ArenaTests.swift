internal import CProtobufGuard
internal import Testing

/// The bump arena: what it hands out stays valid and aligned, and never passes its limits.
@Suite("PC-3: the arena")
struct ArenaTests {
    private func withArena(
        first: Int, limit: Int, _ body: (UnsafeMutablePointer<guard_arena>) throws -> Void
    ) throws {
        let arena = try #require(guard_arena_create(first, limit))
        defer { guard_arena_destroy(arena) }
        try body(arena)
    }

    @Test("allocations are zeroed, aligned to 16 and do not overlap, across many blocks")
    func growth() throws {
        try withArena(first: 64, limit: 1 << 20) { arena in
            var blocks: [(UnsafeMutableRawPointer, Int)] = []
            for size in 0..<500 {
                let pointer = try #require(guard_arena_alloc(arena, size))
                #expect(UInt(bitPattern: pointer).isMultiple(of: 16))
                let bytes = UnsafeMutableRawBufferPointer(start: pointer, count: size)
                #expect(bytes.allSatisfy { $0 == 0 })
                bytes.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: size))
                blocks.append((pointer, size))
            }
            for (pointer, size) in blocks {
                let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
                #expect(bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: size) })
            }
        }
    }

    @Test("an arena never holds more than its limit, and can be filled up to it")
    func limit() throws {
        try withArena(first: 0, limit: 10_000) { arena in
            while guard_arena_alloc(arena, 16) != nil {
                try #require(arena.pointee.held <= 10_000)
            }
            #expect(arena.pointee.total_used == 10_000)
            guard_arena_reset(arena, false, .max)
            #expect(guard_arena_alloc(arena, 10_001) == nil)
            #expect(guard_arena_alloc(arena, .max) == nil)
            #expect(!guard_arena_reserve(arena, 10_001))
            #expect(!guard_arena_reserve(arena, .max))
            #expect(guard_arena_reserve(arena, 10_000))
        }
        #expect(guard_arena_create(17, 16) == nil)
        #expect(guard_arena_create(.max, .max) == nil)
    }

    @Test("a limit between two multiples of 16 is never passed by rounding")
    func oddLimit() throws {
        try withArena(first: 100, limit: 100) { arena in
            #expect(arena.pointee.held == 96)
            #expect(guard_arena_alloc(arena, 96) != nil)
            #expect(guard_arena_alloc(arena, 1) == nil)
        }
    }

    @Test("reset with wipe overwrites what was in use, in the block that is kept")
    func wipe() throws {
        try withArena(first: 256, limit: 4096) { arena in
            let pointer = try #require(guard_arena_alloc(arena, 100))
            let bytes = UnsafeMutableRawBufferPointer(start: pointer, count: 100)
            bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
            guard_arena_reset(arena, false, .max)
            #expect(bytes.allSatisfy { $0 == 0xA5 }, "without wipe nothing is written")
            #expect(guard_arena_alloc(arena, 100) == pointer, "the kept block is used again")
            bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
            guard_arena_reset(arena, true, .max)
            #expect(bytes.allSatisfy { $0 == 0 })
        }
    }

    @Test("reset keeps the largest block that is small enough to keep")
    func retention() throws {
        try withArena(first: 1024, limit: 1 << 20) { arena in
            _ = guard_arena_alloc(arena, 1024)
            _ = guard_arena_alloc(arena, 100_000)
            #expect(arena.pointee.held == 1024 + 100_000)
            guard_arena_reset(arena, false, 4096)
            #expect(arena.pointee.held == 1024)
            #expect(arena.pointee.total_used == 0)
            #expect(arena.pointee.high_water == 1024 + 100_000)
            guard_arena_reset(arena, false, 0)
            #expect(arena.pointee.held == 0)
            #expect(arena.pointee.base == nil)
            #expect(guard_arena_alloc(arena, 8) != nil)
        }
    }

    @Test("an unpack takes no more than its reservation, even where the block has room")
    func reservation() throws {
        let bytes = Wire.text(1, "abc")
        let descriptor = try Guard.descriptor("Leaf")
        try withArena(first: 4096, limit: 4096) { arena in
            try #require(guard_arena_reserve(arena, 64))
            #expect(guard_unpack(descriptor, bytes, bytes.count, arena) == nil)
            #expect(arena.pointee.budget == 0)
            #expect(guard_unpack(descriptor, bytes, bytes.count, arena) == nil, "a spent reservation is spent")
            try #require(guard_arena_reserve(arena, 80))
            #expect(guard_unpack(descriptor, bytes, bytes.count, arena) != nil)
            #expect(arena.pointee.total_used == 80)
            try #require(guard_arena_reserve(arena, 80))
            _ = guard_arena_alloc(arena, 16)
            #expect(guard_unpack(descriptor, bytes, bytes.count, arena) == nil, "an allocation ends a reservation")
        }
    }

    @Test("a thread's own arena is lent once at a time, and comes back wiped")
    func threadArena() throws {
        let arena: UnsafeMutablePointer<guard_arena>? = guard_thread_arena()
        let own = try #require(arena)
        let pointer = try #require(guard_arena_alloc(own, 64))
        let bytes = UnsafeMutableRawBufferPointer(start: pointer, count: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        let second: UnsafeMutablePointer<guard_arena>? = guard_thread_arena()
        #expect(second == nil)
        guard_thread_arena_release(own, true)
        #expect(bytes.allSatisfy { $0 == 0 })
        let again: UnsafeMutablePointer<guard_arena>? = guard_thread_arena()
        #expect(again == own)
        guard_thread_arena_release(own, false)
    }

    @Test("two messages can live in one arena")
    func twoMessages() throws {
        let descriptor = try Guard.descriptor("Leaf")
        try withArena(first: 0, limit: 1 << 16) { arena in
            try #require(guard_arena_reserve(arena, 80))
            let first = try #require(guard_unpack(descriptor, Wire.text(1, "one"), 5, arena))
            try #require(guard_arena_reserve(arena, 80))
            let second = try #require(guard_unpack(descriptor, Wire.text(1, "two"), 5, arena))
            for (message, text) in [(first, "one"), (second, "two")] {
                let packed = [UInt8](unsafeUninitializedCapacity: 5) { $1 = guard_pack(message, $0.baseAddress) }
                #expect(packed == Wire.text(1, text))
            }
        }
    }
}
