internal import NIOCore
internal import Synchronization
internal import TrunkWire

/// Inflates and deflates long messages away from the event loops, so many at once and no more: a flood of them takes
/// turns.
final class LongCompression: Sendable {
    private struct State {
        var running = 0
        var waiting = CircularBuffer<CheckedContinuation<Void, Never>>()
    }

    /// Messages worked on at one time in a process.
    static let atOnceMax = 2

    private let state = Mutex(State())
    private let decodedBytesMax: Int

    /// Inflates messages to at most `decodedBytesMax`.
    init(decodedBytesMax: Int) {
        self.decodedBytesMax = decodedBytesMax
    }

    /// A compressed message as it was before.
    func inflate(_ message: WireMessage) async -> Result<ByteBuffer, RawDeflateError> {
        await enter()
        defer { leave() }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            Result { () throws(RawDeflateError) in
                var inflater = try RawInflater()
                return try inflater.inflate(message, decodedBytesMax: decodedBytesMax)
            }
        }
    }

    /// A message as it is best sent: compressed when that saves enough (TRK-903), else as it is.
    func deflate(_ bytes: ByteBuffer) async -> EncodedMessage {
        await enter()
        defer { leave() }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            var deflated = ByteBuffer()
            guard let isWorth = try? Self.deflate(bytes, into: &deflated), isWorth else {
                return EncodedMessage(bytes: bytes, decodedBytes: nil)
            }
            return EncodedMessage(bytes: deflated, decodedBytes: UInt32(clamping: bytes.readableBytes))
        }
    }

    private static func deflate(
        _ bytes: ByteBuffer, into deflated: inout ByteBuffer
    ) throws(RawDeflateError) -> Bool {
        var deflater = try RawDeflater()
        return bytes.withUnsafeReadableBytes { deflater.compress($0, into: &deflated) }
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                guard state.running >= Self.atOnceMax else {
                    state.running += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    /// Hands the place on to whoever has waited longest.
    private func leave() {
        let next = state.withLock { state in
            if state.waiting.isEmpty { state.running -= 1 }
            return state.waiting.popFirst()
        }
        next?.resume()
    }
}
