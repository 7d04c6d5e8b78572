package import NIOCore

/// The two directions between bytes and Swift values. Both are synchronous and use the calling thread's arena, so a C
/// struct never outlives one of these functions (PC-4).
package enum MessageCodec {
    /// Decodes one message: scan, reserve, unpack, build the value, empty the arena.
    ///
    /// - Throws: `DecodeError` (PC-2). Only this call fails: the process and the connection are untouched (PC-14).
    package static func decode<Value: BridgedMessage>(
        _ bytes: UnsafeRawBufferPointer, as _: Value.Type = Value.self, limits: DecodeLimits = .standard
    ) throws(DecodeError) -> Value {
        guard let arena = ProtobufGuard.acquireArena() else {
            throw DecodeError(messageName: Value.fullName, rule: .memory)
        }
        defer { ProtobufGuard.releaseArena(arena, wipe: Value.carriesSecret) }
        return try Value(reading: ProtobufGuard.unpack(Value.self, bytes, limits: limits, in: arena))
    }

    /// Encodes one message: fill C structs, take their packed size, pack straight into the buffer's tail (PC-15).
    ///
    /// - Throws: `EncodeError`; `buffer` is then unchanged.
    package static func encode<Value: BridgedMessage>(
        _ value: Value, into buffer: inout ByteBuffer
    ) throws(EncodeError) {
        guard let handle = ProtobufGuard.acquireArena() else {
            throw EncodeError(messageName: Value.fullName, rule: .memory)
        }
        defer { ProtobufGuard.releaseArena(handle, wipe: Value.carriesSecret) }
        let message: UnsafeMutableRawPointer
        do throws(EncodeError) {
            message = try EncodeArena(handle).fill(value)
        } catch {
            throw error.of(Value.fullName)
        }
        let size = ProtobufGuard.packedSize(message)
        guard size <= DecodeLimits.wireBytesMax else {
            throw EncodeError(messageName: Value.fullName, rule: .messageLength)
        }
        if size == 0 { return }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { room in
            guard let base = room.baseAddress, room.count >= size else { return 0 }
            let written = ProtobufGuard.pack(message, into: base)
            assert(written == size, "protobuf-c packed \(written) bytes where it had announced \(size)")
            return written
        }
    }
}
