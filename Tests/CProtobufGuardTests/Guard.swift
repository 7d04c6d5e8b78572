internal import CGuardFixtures
internal import CProtobufGuard
internal import Testing

/// The guard as the tests see it: bytes in, verdict out. Owns every C pointer that it makes.
enum Guard {
    /// One scan's outcome, with the path already rendered.
    struct Verdict: Equatable {
        var rule: guard_rule
        var offset = 0
        var message = ""
        var path = ""
        var heapBytes = 0
        var fields: UInt32 = 0
        var unknown: UInt32 = 0
        var elements: UInt32 = 0
    }

    /// The descriptor of a fixture message.
    static func descriptor(_ name: String) throws -> UnsafeRawPointer {
        try #require(guard_fixture(name), "no fixture \(name)")
    }

    /// Every fixture message.
    static var descriptors: [UnsafeRawPointer] {
        (0...).lazy.map { guard_fixture_at($0) }.prefix { $0 != nil }.compactMap { $0 }
    }

    static func scan(
        _ bytes: [UInt8], as descriptor: UnsafeRawPointer, limits: guard_limits = guard_limits_default()
    ) -> Verdict {
        var limits = limits
        var report = guard_report()
        let rule = guard_scan(descriptor, bytes, bytes.count, &limits, &report)
        var verdict = Verdict(
            rule: rule, heapBytes: report.heap_bytes, fields: report.field_count, unknown: report.unknown_count,
            elements: report.element_count)
        if rule != GUARD_RULE_NONE {
            verdict.offset = report.offset
            verdict.message = String(cString: report.message_name)
            verdict.path = path(of: report)
        }
        return verdict
    }

    static func scan(_ bytes: [UInt8], as name: String, limits: guard_limits = guard_limits_default()) throws -> Verdict
    {
        scan(bytes, as: try descriptor(name), limits: limits)
    }

    static func path(of report: guard_report) -> String {
        var report = report
        let length = guard_report_path(&report, nil, 0)
        let bytes = [CChar](unsafeUninitializedCapacity: length + 1) { buffer, count in
            count = guard_report_path(&report, buffer.baseAddress, buffer.count)
        }
        return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Bytes that unpacking takes from an arena with a reservation of `heapBytes`; nil when it fails.
    static func heapUsed(_ bytes: [UInt8], as descriptor: UnsafeRawPointer, reserving heapBytes: Int) throws -> Int? {
        let arena = try #require(guard_arena_create(heapBytes, heapBytes))
        defer { guard_arena_destroy(arena) }
        try #require(guard_arena_reserve(arena, heapBytes))
        guard guard_unpack(descriptor, bytes, bytes.count, arena) != nil else {
            try #require(arena.pointee.used == 0, "a failed unpack gives its bytes back")
            return nil
        }
        return arena.pointee.total_used
    }

    /// Unpacks what the scan has accepted, and packs it again.
    static func repack(_ bytes: [UInt8], as descriptor: UnsafeRawPointer) throws -> [UInt8] {
        let verdict = scan(bytes, as: descriptor)
        try #require(verdict.rule == GUARD_RULE_NONE)
        let arena = try #require(guard_arena_create(0, verdict.heapBytes))
        defer { guard_arena_destroy(arena) }
        try #require(guard_arena_reserve(arena, verdict.heapBytes))
        let message = try #require(guard_unpack(descriptor, bytes, bytes.count, arena))
        return [UInt8](unsafeUninitializedCapacity: guard_packed_size(message)) { buffer, count in
            count = guard_pack(message, buffer.baseAddress)
        }
    }
}
