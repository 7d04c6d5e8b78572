internal import CGuardFixtures
internal import CProtobufGuard
internal import NIOCore

/// Pre-scan and unpack by message type: what the guard accepts unpacks in exactly the heap it predicted (PC-1 to PC-3).
enum GuardedUnpack {
    /// Bits of the second byte.
    private struct Mode: OptionSet {
        let rawValue: UInt8

        /// Limits that a small message can reach.
        static let smallLimits = Mode(rawValue: 0x01)
        /// Less is reserved than the scan asked for.
        static let shortReservation = Mode(rawValue: 0x02)
        /// protobuf-c allocates with malloc, and every allocation fails once.
        static let failingAllocations = Mode(rawValue: 0x04)
    }

    static func run(_ input: inout FuzzInput) {
        guard let type = MessageTypes.descriptor(input.index(below: MessageTypes.descriptorCount)) else { return }
        let mode = Mode(rawValue: input.byte())
        // A storage of exactly the message's length, so that one byte too far is seen.
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: input.remaining.count, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyMemory(from: input.remaining)
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)

        var limits = mode.contains(.smallLimits) ? Self.smallLimits : guard_limits_default()
        var report = guard_report()
        guard guard_scan(type, base, bytes.count, &limits, &report) == GUARD_RULE_NONE else {
            self.checkRefusal(&report, length: bytes.count)
            return
        }
        demand(bytes.count <= limits.message_bytes && report.heap_bytes <= limits.heap_bytes, "limits are kept")
        demand(report.field_count <= limits.fields, "the limit for fields is kept")
        demand(report.unknown_count <= limits.unknown_fields, "the limit for unknown fields is kept")
        if mode.contains(.shortReservation) { self.unpackShort(type, base, bytes.count, report.heap_bytes) }
        if mode.contains(.failingAllocations) {
            var nth = 0
            while nth < 64, guard_fixture_unpack_failing(type, base, bytes.count, nth) { nth += 1 }
        }
        self.unpack(type, base, bytes.count, report.heap_bytes)
    }

    static var seeds: [[UInt8]] {
        (0..<MessageTypes.descriptorCount).flatMap { index -> [[UInt8]] in
            guard let type = MessageTypes.descriptor(index) else { return [] }
            let head = [UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index % 8)]
            return [head + MessageTypes.message(type, seed: UInt64(index) + 1, bytesMax: 200)]
        }
    }

    private static var smallLimits: guard_limits {
        guard_limits(message_bytes: 512, heap_bytes: 2_048, depth: 4, fields: 24, unknown_fields: 4, elements: 8)
    }

    private static func checkRefusal(_ report: inout guard_report, length: Int) {
        demand(report.offset <= length, "the offset of a refusal lies in the message")
        demand(report.message_name != nil, "a refusal names the message")
        var path = [CChar](repeating: 0x7F, count: 48)
        let whole = guard_report_path(&report, &path, path.count)
        demand(path.contains(0), "the path is terminated")
        var one: CChar = 0x7F
        demand(guard_report_path(&report, &one, 1) == whole && one == 0, "a short path is cut")
    }

    /// The second enforcement: what was reserved is all there is.
    private static func unpackShort(
        _ type: UnsafeRawPointer, _ base: UnsafePointer<UInt8>?, _ count: Int, _ heapBytes: Int
    ) {
        guard let arena = guard_arena_create(0, heapBytes + 256) else { return }
        defer { guard_arena_destroy(arena) }
        guard guard_arena_reserve(arena, max(heapBytes - Int(GUARD_ALIGNMENT), 0)) else { return }
        demand(guard_unpack(type, base, count, arena) == nil, "an unpack takes no more than was reserved (PC-3)")
        demand(arena.pointee.total_used == 0, "a failed unpack leaves the arena as it was")
    }

    private static func unpack(
        _ type: UnsafeRawPointer, _ base: UnsafePointer<UInt8>?, _ count: Int, _ heapBytes: Int
    ) {
        guard let arena = guard_arena_create(heapBytes, heapBytes) else { return }
        defer { guard_arena_destroy(arena) }
        demand(guard_arena_reserve(arena, heapBytes), "the predicted heap can be reserved")
        guard let message = guard_unpack(type, base, count, arena) else {
            demand(false, "a message that was accepted unpacks")
            return
        }
        demand(arena.pointee.total_used == heapBytes, "the heap is what was predicted (PC-1)")
        let size = guard_packed_size(message)
        let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 1)
        defer { packed.deallocate() }
        guard let room = packed.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        demand(guard_pack(message, room) == size, "a message packs into its packed size (PC-15)")
        var limits = guard_limits_default()
        limits.heap_bytes = .max
        var report = guard_report()
        demand(
            guard_scan(type, room, size, &limits, &report) == GUARD_RULE_NONE,
            "what we pack, we accept")
    }
}
