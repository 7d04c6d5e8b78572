internal import Glibc

/// A bounded queue with one consumer thread, which takes all that waits at once.
///
/// `@unchecked Sendable`: everything mutable is touched under `mutex` only.
final class WorkQueue<Element: Sendable>: @unchecked Sendable {
    /// What became of an element.
    enum Admission {
        case accepted, full, closed
    }

    private let limit: Int
    private var elements: [Element] = []
    private var isClosed = false
    private var isConsumerWaiting = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// A queue for at most `limit` elements.
    init(limit: Int) {
        self.limit = limit
        mutex.initialize(to: pthread_mutex_t())
        arrival.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    /// How many wait.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return elements.count
    }

    /// Adds an element, unless the queue is full or closed.
    func add(_ element: Element) -> Admission {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isClosed { return .closed }
        if elements.count >= limit { return .full }
        elements.append(element)
        if isConsumerWaiting { pthread_cond_signal(arrival) }
        return .accepted
    }

    /// Waits until something is there and takes up to `count` of it, in order; nil when the queue is closed and empty.
    func take(_ count: Int) -> [Element]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.isEmpty {
            if isClosed { return nil }
            isConsumerWaiting = true
            pthread_cond_wait(arrival, mutex)
            isConsumerWaiting = false
        }
        guard elements.count > count else {
            var taken: [Element] = []
            taken.reserveCapacity(min(elements.count, limit))
            swap(&taken, &elements)
            return taken
        }
        let taken = Array(elements.prefix(count))
        elements.removeFirst(count)
        return taken
    }

    /// Lets nothing more in; what waits can still be taken.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }
}
