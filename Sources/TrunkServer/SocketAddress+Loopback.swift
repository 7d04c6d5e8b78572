internal import NIOCore

extension SocketAddress {
    /// Whether only this machine can reach the address: 127.0.0.0/8 or ::1, or a Unix socket.
    var isLoopback: Bool {
        guard let ip = ipAddress else { return true }
        return ip.hasPrefix("127.") || ip == "::1"
    }
}
