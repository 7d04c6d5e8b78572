internal import Glibc

/// Held for the life of a store: no second process, and no second store in this one, opens the same data (RL-02).
/// Beside the data, because closing any other descriptor of the data itself would drop SQLite's own locks (RL-03).
///
/// `@unchecked Sendable`: nothing changes after `init`; the descriptor is closed by `deinit`.
final class LockFile: @unchecked Sendable {
    private let descriptor: Int32

    /// Takes the lock, or fails at once.
    init(beside path: String) throws(OpenError) {
        let lockPath = path + ".lock"
        let descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotLock(path: lockPath, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            throw reason == EWOULDBLOCK ? .inUse(path: lockPath) : .cannotLock(path: lockPath, errno: reason)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
