internal import EchoMessages
internal import EchoService
internal import Foundation
internal import Glibc
internal import Trunk
internal import TrunkClient

/// Does what it is told by its standard input, and says how it went: a client for a server half that is written from the
/// protocol document alone (Tests/Peer/conformance_client.py).
///
///     connect PORT [deflate]        a new client; the one before is let go
///     METHOD ID MILLISECONDS COUNT  a call of the echo service: do, wait, repeat, collect or chat, with COUNT messages
///     cancel ID                     cancels the task of a call
///     close                         closes the client in order
@main
struct ClientUnderTest {
    static func main() async {
        var client: TrunkClient?
        var calls: [String: Task<Void, Never>] = [:]
        for await line in Self.lines() {
            let words = line.split(separator: " ").map(String.init)
            guard let command = words.first else { continue }
            switch command {
            case "connect": client = Self.client(port: words.dropFirst().first, deflate: words.contains("deflate"))
            case "cancel": words.dropFirst().first.flatMap { calls[$0] }?.cancel()
            case "close":
                await client?.close()
                client = nil
                Outcome(id: "close").report()
            default:
                guard let client, words.count == 4, let millis = Int(words[2]), let count = Int(words[3]) else {
                    Outcome(id: "unknown", text: line).report()
                    continue
                }
                let call = EchoCall(method: command, id: words[1], millis: millis, count: count)
                calls[words[1]] = Task { await call.run(client).report() }
            }
        }
        exit(0)
    }

    /// The lines of standard input, read on a thread of their own: the threads of tasks must not wait for them.
    private static func lines() -> AsyncStream<String> {
        AsyncStream { continuation in
            Thread.detachNewThread {
                while let line = readLine() { continuation.yield(line) }
                continuation.finish()
            }
        }
    }

    private static func client(port: String?, deflate: Bool) -> TrunkClient? {
        guard let port = port.flatMap({ Int($0) }) else { return nil }
        var configuration = ClientConfiguration()
        configuration.compression = deflate
        configuration.retry = .none
        return TrunkClient(.tcp(host: "127.0.0.1", port: port), configuration: configuration)
    }
}
