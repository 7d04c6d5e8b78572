internal import NIOCore
internal import Synchronization

/// What other threads ask of the client's loop. However much is asked for while the loop is busy, it is woken once.
final class ClientMailbox: Sendable {
    enum Letter: Sendable {
        case start(ClientCall)
        case cancel(ClientCall)
        /// A stream has messages to send, messages that were taken, or no more to send.
        case serve(ClientCall)
        /// Opens no more calls; the promise is kept when all is closed.
        case close(EventLoopPromise<Void>?)
        /// The promise is kept when somebody has closed the client.
        case watch(EventLoopPromise<Void>)
        case abandon
    }

    private struct State {
        var letters: [Letter] = []
        var isLoopAwake = false
    }

    private let state = Mutex(State())

    /// Adds a letter; true when the loop has to be woken for it.
    func post(_ letter: Letter) -> Bool {
        state.withLock { state in
            state.letters.append(letter)
            defer { state.isLoopAwake = true }
            return !state.isLoopAwake
        }
    }

    /// Exchanges the letters that came for an empty list of the reader's.
    func collect(into letters: inout [Letter]) {
        state.withLock { state in
            state.isLoopAwake = false
            swap(&state.letters, &letters)
        }
    }
}
