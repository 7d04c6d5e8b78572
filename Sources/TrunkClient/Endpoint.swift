/// Where a server is.
public enum Endpoint: Sendable, Hashable {
    /// TCP: a name or an address, and a port.
    case tcp(host: String, port: Int)
    /// A Unix-domain socket at this path.
    case unix(path: String)
}

extension Endpoint: CustomStringConvertible {
    /// `host:port`, or the path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): "\(host):\(port)"
        case .unix(let path): path
        }
    }
}
