/// Where a server listens.
package enum BindAddress: Sendable, Hashable {
    /// TCP on an address of this machine; port 0 takes a free one. Without TLS only loopback is served unless the
    /// program says otherwise (PROTOCOL §1).
    case tcp(host: String, port: Int)
    /// A Unix-domain socket at this path. A socket file left behind by a server that is gone is replaced.
    case unix(path: String)
}
