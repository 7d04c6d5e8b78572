/// Where a store lives, and its limits.
package struct SQLiteConfiguration: Sendable, Hashable {
    /// Path of the database file; its `-wal`, `-shm` and `.lock` files stand beside it.
    package var path: String
    /// Commands that may wait; the next is refused as overloaded.
    package var queuedCommandsMax = 16_384
    /// Commands that share one commit at most.
    package var batchCommandsMax = 1_024
    /// Queries that may wait; the next is refused as overloaded.
    package var queuedQueriesMax = 4_096
    /// Queries that share one read transaction at most.
    package var tickQueriesMax = 256
    /// How long a query may run, in milliseconds (RL-06); one that runs longer is ended.
    package var queryMillisecondsMax = 2_000
    /// How long a connection waits for another before it gives up (RL-05), in milliseconds.
    package var busyTimeoutMilliseconds = 5_000
    /// Pages in the write-ahead log before it is moved into the database: recycled, not grown (RL-07).
    package var walPagesMax = 1_000
    /// Numbers signed in at that are kept in memory until their times are moved into the table; see `SignInFold`.
    package var signInNumbersMax = 32_768
    /// Audit entries until the same; what is read again when a store opens, about twice.
    package var signInEntriesMax: UInt64 = 131_072
    /// Largest store, in bytes, that is checked as a whole when it opens (RL-13).
    package var checkedBytesMax: Int64 = 256 << 20

    /// A store at a path with the default limits.
    package init(path: String) { self.path = path }
}
