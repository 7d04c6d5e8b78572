import NIOCore
import Synchronization

@testable import Trunk

/// Messages as a connection would hand them in; remembers whether the consumer has gone.
final class ScriptedInbound: InboundMessages {
    enum Step {
        case message(String)
        case end
        case failure(RPCError)
        /// Nothing comes until the consumer goes.
        case silence
    }

    private struct State {
        var steps: [Step]
        var given: [ByteBuffer] = []
        var waiting: CheckedContinuation<Void, Never>?
        var cancels = 0
    }

    private let state: Mutex<State>

    init(_ steps: Step...) {
        state = Mutex(State(steps: steps))
    }

    /// How often the consumer said that it has gone.
    var cancels: Int { state.withLock { $0.cancels } }

    /// The buffers handed out, sharing their storage with what the consumer got.
    var given: [ByteBuffer] { state.withLock { $0.given } }

    func next() async throws(RPCError) -> ByteBuffer? {
        let step = state.withLock { state in
            state.steps.count > 1 ? state.steps.removeFirst() : state.steps.first ?? .end
        }
        switch step {
        case .message(let text):
            let bytes = ByteBuffer(string: text)
            state.withLock { $0.given.append(bytes) }
            return bytes
        case .end: return nil
        case .failure(let error): throw error
        case .silence:
            await withCheckedContinuation { continuation in
                let isGone = state.withLock { state in
                    if state.cancels == 0 { state.waiting = continuation }
                    return state.cancels > 0
                }
                if isGone { continuation.resume() }
            }
            throw .cancelled
        }
    }

    func cancel() {
        let waiting = state.withLock { state in
            state.cancels += 1
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
