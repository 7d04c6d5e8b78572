import Glibc
import Testing
import Trunk
import TrunkClient

@testable import TrunkServer

@Suite("Out of file descriptors", .timeLimit(.minutes(1)))
struct DescriptorTests {
    @Test("fewer connections than configured are served when the process may open fewer files")
    func derived() {
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: 1024) == 896)
        #expect(DescriptorLimit.connectionsMax(configured: 500, descriptorsMax: 1024) == 500)
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: .max) == 16_384)
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: 8) == 16)
        #expect(DescriptorLimit.current > 16)
    }

    /// In a process of its own, which it leaves without descriptors.
    @Test("the listening socket is left alone until the pause is over, and then accepts who has waited")
    func exhausted() async {
        await #expect(processExitsWith: .success) {
            try await withServer(configure: { $0.acceptPause = .milliseconds(300) }) { server, endpoint in
                var first = try await RawPeer(endpoint)
                _ = try await first.open([])
                // The second peer's descriptor is there; the one the server needs to accept it is not.
                let waiting = try Waiting(endpoint)
                let taken = waiting.takeAll()
                try waiting.connect()
                while await server.statistics().acceptsFailed == 0 { await Task.yield() }
                for call in 0..<1000 {
                    try await first.send(RawFrame.request(UInt32(call * 2 + 1), "Echo", "in").bytes)
                    guard await first.answer()?.message == "in" else { exit(2) }
                }
                let failures = await server.statistics().acceptsFailed
                // A socket that is not left alone fails in every turn of the loop, and each call takes one.
                if failures >= 500 { exit(3) }
                for descriptor in taken { close(descriptor) }
                while await server.statistics().connectionsAccepted < 2 { await Task.yield() }
                waiting.close()
                await first.close()
            }
        }
    }
}

/// A socket that is made before the descriptors run out and connected afterwards.
private struct Waiting {
    private let descriptor: CInt
    private let port: UInt16

    init(_ endpoint: Endpoint) throws {
        guard case .tcp(_, let port) = endpoint else { exit(4) }
        self.port = UInt16(port)
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    }

    /// Opens files until there are no more.
    func takeAll() -> [CInt] {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_cur, 256)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var taken: [CInt] = []
        while true {
            let file = open("/dev/null", O_RDONLY)
            guard file >= 0 else { return taken }
            taken.append(file)
        }
    }

    func connect() throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, 16) }
        }
        guard result == 0 else { exit(5) }
    }

    func close() { _ = Glibc.close(descriptor) }
}
