import EchoMessages
import EchoService
import Trunk
import TrunkClient

/// Calls through the client module, for counting what a call costs a client.
enum EchoCallers {
    /// Makes `calls` calls over one connection, `outstanding` at a time, and fails at the first that does.
    static func run(port: Int, outstanding: Int, calls: Int) async throws {
        try await withTrunkClient(.tcp(host: "127.0.0.1", port: port)) { (client) async throws in
            let service = EchoServiceClient(client)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<outstanding {
                    let share = calls / outstanding + (caller < calls % outstanding ? 1 : 0)
                    group.addTask {
                        for _ in 0..<share {
                            _ = try await service.do(DoRequest(what: "0123456789abcdefghijklmnopqrstuvwxyz"))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
