internal import ArgumentParser
internal import TrunkServer

/// Where to listen: `HOST:PORT` (port 0 takes a free one) or the path of a Unix-domain socket.
struct Listen: ExpressibleByArgument {
    let address: BindAddress

    init?(argument: String) {
        if argument.hasPrefix("/") || argument.hasPrefix("./") {
            address = .unix(path: argument)
            return
        }
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        let host = argument[..<colon].trimmingBrackets()
        guard !host.isEmpty else { return nil }
        address = .tcp(host: host, port: Int(port))
    }

    /// The port that the service has by default.
    static let standard = Listen(address: .tcp(host: "127.0.0.1", port: 7447))

    private init(address: BindAddress) { self.address = address }

    var defaultValueDescription: String { address.text }
}

extension BindAddress {
    /// The address as the command line spells it.
    var text: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        }
    }
}

extension Substring {
    /// An IPv6 address without its brackets.
    fileprivate func trimmingBrackets() -> String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
    }
}
