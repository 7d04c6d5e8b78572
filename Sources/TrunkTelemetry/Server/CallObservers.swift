package import Trunk

/// Several observers in the place of one, each told in turn.
package struct CallObservers: CallObserver {
    private let observers: [any CallObserver]

    /// These, in this order.
    package init(_ observers: [any CallObserver]) {
        self.observers = observers
    }

    /// Tells all.
    package func callEnded(_ record: CallRecord) {
        for observer in observers { observer.callEnded(record) }
    }
}
