internal import TrunkMessages

/// One pass over a stream. A class, so that an iterator that is dropped early is noticed.
final class StreamReader<Element: Message> {
    private let elements: any StreamElements<Element>
    private var isOver = false

    init(_ elements: any StreamElements<Element>) {
        self.elements = elements
    }

    deinit {
        if !isOver { elements.cancel() }
    }

    /// The next message; nil once the stream has ended or failed.
    func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Element? {
        if isOver { return nil }
        // Over until the next message is here: an error must not be followed by another.
        isOver = true
        if Task.isCancelled {
            elements.cancel()
            throw .cancelled
        }
        guard let element = try await Self.next(of: elements) else { return nil }
        isOver = false
        return element
    }

    /// A cancelled task finds its call cancelled and its wait over.
    private static func next(of elements: any StreamElements<Element>) async throws(RPCError) -> Element? {
        let result = await withTaskCancellationHandler {
            await elements.nextResult()
        } onCancel: {
            elements.cancel()
        }
        return try result.get()
    }
}
