internal import ArgumentParser
internal import EchoMessages
internal import EchoService
internal import Trunk
internal import TrunkClient

/// Readers of streams that come at a steady pace, and how late each message is.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Read streams of messages at a steady pace, and measure their way.")

    /// What is printed.
    private struct Summary: Encodable {
        var messages = 0
        var wanted = 0
        var failures: [String] = []
        var p50Micros = 0.0
        var p99Micros = 0.0
        var maxMicros = 0.0
    }

    /// What one watcher saw.
    private struct Seen {
        var micros: [Double] = []
        var failure: String?
    }

    @Option var host = "127.0.0.1"
    @Option var port: Int
    @Option var watchers = 4
    @Option(help: "Microseconds between two messages.") var interval = 1000
    @Option(help: "Messages of each stream.") var count: UInt32 = 1000
    @Option(help: "Bytes of each message, 8 at least.") var payload = 200

    func run() async throws {
        let client = TrunkClient(.tcp(host: host, port: port), configuration: ClientConfiguration())
        let seen = await withTaskGroup(of: Seen.self) { group in
            for _ in 0..<watchers { group.addTask { await watch(client) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await client.close()
        let micros = seen.flatMap(\.micros).sorted()
        try StandardStreams.print(
            json: Summary(
                messages: micros.count, wanted: watchers * Int(count), failures: seen.compactMap(\.failure),
                p50Micros: CallSummary.share(0.5, of: micros), p99Micros: CallSummary.share(0.99, of: micros),
                maxMicros: micros.last ?? 0))
    }

    private func watch(_ client: TrunkClient) async -> Seen {
        var seen = Seen()
        let request = RepeatRequest(
            payload: [UInt8](repeating: 0, count: max(8, payload)), count: count, interval: .microseconds(interval))
        do throws(RPCError) {
            let responses = try await EchoServiceClient(client).repeat(
                request, options: CallOptions(timeout: .seconds(3600)))
            for try await response in responses {
                var sent: UInt64 = 0
                for byte in response.payload.prefix(8).reversed() { sent = sent << 8 | UInt64(byte) }
                seen.micros.append(Double(MonotonicClock.nanoseconds - Int64(bitPattern: sent)) / 1e3)
            }
        } catch {
            seen.failure = "\(error)"
        }
        return seen
    }
}
