internal import Glibc
internal import NIOCore
internal import Trunk

extension UnixPeer {
    /// `struct ucred`, which the C library's module does not show.
    private struct Credentials: Sendable {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
    }

    /// Asks the kernel who connected a Unix-domain socket (SO_PEERCRED). `told` is called at once, on the channel's loop,
    /// or never: for other sockets, and when the kernel does not say.
    static func ask(_ channel: any Channel, told: @escaping (UnixPeer) -> Void) {
        guard case .unixDomainSocket? = channel.localAddress, let socket = channel as? any SocketOptionProvider else {
            return
        }
        let credentials: EventLoopFuture<Credentials> = socket.unsafeGetSocketOption(
            level: .init(SOL_SOCKET), name: .init(SO_PEERCRED))
        credentials.assumeIsolated().whenSuccess {
            told(UnixPeer(pid: $0.pid, uid: $0.uid, gid: $0.gid))
        }
    }
}
