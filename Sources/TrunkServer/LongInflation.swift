internal import NIOCore
internal import Synchronization
internal import TrunkWire

/// Inflates long messages away from the event loops, so many at once and no more: a flood of them takes turns.
final class LongInflation: Sendable {
    private struct State {
        var running = 0
        var waiting = CircularBuffer<CheckedContinuation<Void, Never>>()
    }

    /// Messages inflated at one time in a process.
    static let atOnceMax = 2

    private let state = Mutex(State())
    private let decodedBytesMax: Int

    /// Inflates messages of at most `decodedBytesMax`.
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
