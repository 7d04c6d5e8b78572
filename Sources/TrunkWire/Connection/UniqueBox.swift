/// A value that lives in one place of its own, so that its owner can be moved for the price of a pointer.
///
/// A connection's session is some hundred bytes; `switch consume` would move them twice for every event, which
/// measured as half of all time. The box is not copyable: there is one owner, and it frees the value.
struct UniqueBox<Value: ~Copyable>: ~Copyable {
    private let pointer: UnsafeMutablePointer<Value>

    init(_ value: consuming Value) {
        self.pointer = .allocate(capacity: 1)
        self.pointer.initialize(to: value)
    }

    deinit {
        self.pointer.deinitialize(count: 1)
        self.pointer.deallocate()
    }

    /// The value where it stands.
    var value: Value {
        _read { yield self.pointer.pointee }
        _modify { yield &self.pointer.pointee }
    }
}
