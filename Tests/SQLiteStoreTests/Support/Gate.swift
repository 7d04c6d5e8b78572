import Glibc
import Synchronization

/// Holds the store's thread at a failpoint until a test lets it go on.
final class Gate: @unchecked Sendable {
    // A semaphore is made for use by several threads; it is initialised before anybody sees it.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let reached = Atomic<Bool>(false)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Called by the thread to be held; the first time only.
    func hold() {
        guard !reached.exchange(true, ordering: .acquiringAndReleasing) else { return }
        sem_wait(semaphore)
    }

    /// Waits until the thread is held.
    func waitUntilHeld() async {
        while !reached.load(ordering: .acquiring) { await Task.yield() }
    }

    func open() { sem_post(semaphore) }
}
