internal import Synchronization
internal import TrunkMessages

/// What a `MessageStream` reads from; cancels the call when the stream is let go of unread.
final class MessageSource<Element: Message>: Sendable {
    private let elements: any StreamElements<Element>
    private let isRead = Atomic(false)

    init(_ elements: any StreamElements<Element>) {
        self.elements = elements
    }

    deinit {
        if !isRead.load(ordering: .acquiring) { elements.cancel() }
    }

    func cancel() { elements.cancel() }

    /// The only reader; nil for whoever asks a second time.
    func makeReader() -> StreamReader<Element>? { take().map(StreamReader.init) }

    /// The elements themselves, for whoever takes this source's place; nil when they were taken before.
    func take() -> (any StreamElements<Element>)? {
        isRead.exchange(true, ordering: .acquiringAndReleasing) ? nil : elements
    }
}
