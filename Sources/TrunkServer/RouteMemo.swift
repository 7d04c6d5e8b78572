internal import NIOCore
internal import Trunk

/// The method a connection called last: most connections call the same one again, and comparing the path's bytes costs
/// less than making a String and looking it up.
struct RouteMemo {
    private var path = ByteBuffer()
    private var entry: Router.Entry?

    /// The method at `path`, or nil when the router has none.
    mutating func find(_ path: ByteBuffer, in router: Router) -> Router.Entry? {
        if let entry, path == self.path { return entry }
        guard let found = router.find(String(buffer: path)) else { return nil }
        // A copy: a slice would keep the socket's whole read buffer alive.
        self.path = ByteBuffer(bytes: path.readableBytesView)
        entry = found
        return found
    }
}
