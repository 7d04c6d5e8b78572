/// The process at the other end of a Unix-domain socket, as the kernel tells it when the connection is made.
package struct UnixPeer: Sendable, Hashable {
    /// Its process id then; for logs, never for rights: ids are used again.
    package let pid: Int32
    /// Its effective user id.
    package let uid: UInt32
    /// Its effective group id.
    package let gid: UInt32

    /// A peer as the kernel tells it, or as a test makes it.
    package init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }
}
