package import TrunkClient

extension Endpoint {
    /// The port when none is said.
    package static let defaultPort = 7447

    /// An address as people type it: `host`, `host:port`, `[2001:db8::1]:port`, `/path/of/socket`, `unix:path`; nil for
    /// anything else.
    package init?(typed text: String) {
        if text.hasPrefix("unix:") {
            self.init(path: String(text.dropFirst("unix:".count)))
            return
        }
        if text.contains("/") {
            guard !text.contains("://") else { return nil }
            self.init(path: text)
            return
        }
        if text.hasPrefix("[") {
            guard let closing = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<closing]
            self.init(host: host, port: text[text.index(after: closing)...])
            return
        }
        let colons = text.count { $0 == ":" }
        guard colons <= 1 else { return nil }
        let cut = text.firstIndex(of: ":") ?? text.endIndex
        self.init(host: text[..<cut], port: text[cut...])
    }

    private init?(path: String) {
        // The longest path of a socket address on Linux, in bytes.
        guard !path.isEmpty, path.utf8.count <= 107 else { return nil }
        self = .unix(path: path)
    }

    private init?(host: Substring, port: Substring) {
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        if port.isEmpty {
            self = .tcp(host: String(host), port: Self.defaultPort)
            return
        }
        guard port.first == ":", port.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(port.dropFirst()), number > 0
        else { return nil }
        self = .tcp(host: String(host), port: Int(number))
    }
}

extension Endpoint {
    /// Whether the server is on this machine.
    package var isLocal: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
    }
}
