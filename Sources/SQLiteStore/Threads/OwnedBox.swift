internal import Synchronization

/// Hands something to a thread, so that the thread holds the last reference.
final class OwnedBox<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) { self.value = Mutex(value) }

    /// What it holds, the first time; nothing afterwards.
    func take() -> Value? { value.withLock { $0.take() } }
}
