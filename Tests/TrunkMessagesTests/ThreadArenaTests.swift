import CProtobufGuard
import EchoMessages
import NIOCore
import Testing
import TrunkMessages

@Suite("The arena of a thread")
struct ThreadArenaTests {
    @Test("it is empty at every use, and keeps at most 256 KiB between two")
    func shrinks() throws {
        let first = try #require(guard_thread_arena())
        #expect(guard_arena_alloc(first, 1 << 20) != nil)
        #expect(first.pointee.held >= 1 << 20)
        guard_thread_arena_release(first, false)
        let second = try #require(guard_thread_arena())
        #expect(second.pointee.total_used == 0)
        #expect(second.pointee.held <= 256 << 10)
        #expect(guard_arena_alloc(second, 4096) != nil)
        guard_thread_arena_release(second, false)
        let third = try #require(guard_thread_arena())
        #expect(third.pointee.held >= 4096 && third.pointee.held <= 256 << 10)
        guard_thread_arena_release(third, false)
    }

    @Test("released with wipe, none of what was in it is left in the block it keeps")
    func wipes() throws {
        let arena = try #require(guard_thread_arena())
        let room = try #require(guard_arena_alloc(arena, 1000))
        memsetAll(room, 1000)
        let block = UnsafeRawBufferPointer(start: arena.pointee.base, count: arena.pointee.used)
        #expect(block.contains(0xAA))
        let kept = arena.pointee.base
        guard_thread_arena_release(arena, true)
        let again = try #require(guard_thread_arena())
        #expect(again.pointee.base == kept, "the same block, so that the next line looks at the right bytes")
        #expect(!UnsafeRawBufferPointer(start: again.pointee.base, count: block.count).contains(0xAA))
        guard_thread_arena_release(again, false)
    }

    @Test("while it is in use, the thread gets no second one: coding answers an error instead of mixing two messages")
    func inUse() throws {
        let arena = try #require(guard_thread_arena())
        #expect(guard_thread_arena() == nil)
        #expect(Codec.refusal([], as: DoRequest.self) == DecodeError(messageName: "echo.v1.DoRequest", rule: .memory))
        var buffer = ByteBuffer()
        #expect(throws: EncodeError(messageName: "echo.v1.DoRequest", rule: .memory)) {
            try DoRequest(what: "x").encode(into: &buffer)
        }
        guard_thread_arena_release(arena, false)
        #expect(try Codec.roundTrip(DoRequest(what: "x")) == DoRequest(what: "x"))
    }

    @Test("a refused message leaves the arena free for the next one")
    func afterRefusal() throws {
        for _ in 0..<3 {
            #expect(Codec.refusal([0x0A, 9], as: DoRequest.self) != nil)
            #expect(try Codec.roundTrip(Sample.extremes) == Sample.extremes)
        }
    }

    private func memsetAll(_ room: UnsafeMutableRawPointer, _ count: Int) {
        room.initializeMemory(as: UInt8.self, repeating: 0xAA, count: count)
    }
}
