package import NIOCore
package import TrunkMessages

extension Message {
    /// Most encoded bytes that are unpacked on an event loop; 64 KiB take about 0.1 ms (PROTOCOL §9).
    package static var decodedOnLoopBytesMax: Int { 64 * 1024 }

    /// Decodes bytes that have arrived.
    ///
    /// - Throws: `DecodeError`, as `init(decoding:)` does.
    package static func decodeHere(_ bytes: ByteBuffer) throws(DecodeError) -> Self {
        try bytes.withUnsafeReadableBytes { (raw) throws(DecodeError) in try Self(decoding: raw) }
    }

    /// Decodes bytes that have arrived; long ones away from the event loop, whatever executor the task prefers.
    ///
    /// - Throws: `DecodeError`, as `init(decoding:)` does.
    package static func decode(_ bytes: ByteBuffer) async throws(DecodeError) -> Self {
        guard bytes.readableBytes > decodedOnLoopBytesMax else { return try decodeHere(bytes) }
        let result = await withTaskExecutorPreference(globalConcurrentExecutor) {
            Result { () throws(DecodeError) in try decodeHere(bytes) }
        }
        return try result.get()
    }
}
