internal import CProtobufGuard

/// Everything that is asked of the C guard: this is the one file that imports it.
package enum ProtobufGuard {
    /// protobuf-c's version as `major * 1_000_000 + minor * 1_000 + patch`, or 0 when it is below 1.4.1 (PC-19).
    package static var version: UInt32 { guard_version() }

    /// Checks once at start what every later call trusts of a descriptor (PC-6, PC-14).
    ///
    /// - Returns: how deep the type nests, the outermost level being 1; 0 when the descriptor is unusable or recursive.
    package static func depth(of type: any BridgedMessage.Type) -> UInt32 {
        guard_check_descriptor(type.descriptor)
    }

    /// The calling thread's arena, or nil when it is in use or there is no memory.
    static func acquireArena() -> UnsafeMutableRawPointer? {
        guard_thread_arena().map { UnsafeMutableRawPointer($0) }
    }

    /// Empties the arena; with `wipe`, its bytes are zeroed first.
    static func releaseArena(_ arena: UnsafeMutableRawPointer, wipe: Bool) {
        guard_thread_arena_release(arena.assumingMemoryBound(to: guard_arena.self), wipe)
    }

    /// Zeroed bytes that live until the arena is released; nil when it is full.
    static func allocate(_ byteCount: Int, in arena: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        guard_arena_alloc(arena.assumingMemoryBound(to: guard_arena.self), byteCount)
    }

    /// A C struct at its defaults (PC-18); nil when the arena is full.
    static func makeMessage(
        _ descriptor: UnsafeRawPointer, in arena: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer? {
        guard let message = allocate(guard_message_size(descriptor), in: arena) else { return nil }
        guard_message_init(descriptor, message)
        return message
    }

    /// Encoded length of a C struct, in bytes.
    static func packedSize(_ message: UnsafeRawPointer) -> Int { guard_packed_size(message) }

    /// Encodes into room for exactly `packedSize` bytes (PC-15); returns the bytes written.
    static func pack(_ message: UnsafeRawPointer, into room: UnsafeMutableRawPointer) -> Int {
        guard_pack(message, room.assumingMemoryBound(to: UInt8.self))
    }

    /// Scans the bytes, reserves exactly what they need, and unpacks them into the arena (PC-1, PC-3).
    static func unpack(
        _ type: any BridgedMessage.Type, _ bytes: UnsafeRawBufferPointer, limits: DecodeLimits,
        in arena: UnsafeMutableRawPointer
    ) throws(DecodeError) -> UnsafeRawPointer {
        var bounds = guard_limits(
            message_bytes: limits.wireBytes, heap_bytes: limits.heapBytes, depth: limits.depth, fields: limits.fields,
            unknown_fields: limits.unknownFields, elements: limits.elements)
        var report = guard_report()
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard guard_scan(type.descriptor, base, bytes.count, &bounds, &report) == GUARD_RULE_NONE else {
            throw DecodeError(&report)
        }
        let arena = arena.assumingMemoryBound(to: guard_arena.self)
        guard guard_arena_reserve(arena, report.heap_bytes),
            let message = guard_unpack(type.descriptor, base, bytes.count, arena)
        else { throw DecodeError(messageName: type.fullName, rule: .memory) }
        return UnsafeRawPointer(message)
    }
}

extension DecodeError {
    /// Longest path told, in bytes; a longer one is cut.
    private static let pathBytesMax = 256

    /// What a refused scan says.
    fileprivate init(_ report: inout guard_report) {
        let path = String(unsafeUninitializedCapacity: DecodeError.pathBytesMax) { room in
            let length = room.withMemoryRebound(to: CChar.self) { chars in
                guard_report_path(&report, chars.baseAddress, chars.count)
            }
            return min(length, room.count - 1)
        }
        self.init(
            messageName: report.message_name.map { String(cString: $0) } ?? "", path: path,
            offset: Int(clamping: report.offset),
            rule: DecodeRule(rawValue: String(cString: guard_rule_name(report.rule))) ?? .descriptor)
    }
}
