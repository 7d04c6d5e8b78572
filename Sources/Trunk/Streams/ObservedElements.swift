internal import Synchronization
internal import TrunkMessages

/// A stream's elements, with somebody who is told once that they are over.
final class ObservedElements<Element: Message>: StreamElements {
    private let elements: any StreamElements<Element>
    private let action: @Sendable (RPCError?) -> Void
    private let isOver = Atomic(false)

    init(_ elements: any StreamElements<Element>, _ action: @escaping @Sendable (RPCError?) -> Void) {
        self.elements = elements
        self.action = action
    }

    func next() async throws(RPCError) -> Element? {
        do throws(RPCError) {
            let element = try await elements.next()
            if element == nil { end(nil) }
            return element
        } catch {
            end(error)
            throw error
        }
    }

    func cancel() {
        elements.cancel()
        end(.cancelled)
    }

    private func end(_ error: RPCError?) {
        if !isOver.exchange(true, ordering: .acquiringAndReleasing) { action(error) }
    }
}
