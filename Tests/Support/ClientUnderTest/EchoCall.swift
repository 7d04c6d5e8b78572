internal import EchoMessages
internal import EchoService
internal import Foundation
internal import Trunk
internal import TrunkClient

/// One call of the echo service.
struct EchoCall: Sendable {
    let method: String
    let id: String
    /// Time for the whole call.
    let millis: Int
    /// Messages to send, or bytes of a unary call's.
    let count: Int

    func run(_ client: TrunkClient) async -> Outcome {
        var outcome = Outcome(id: self.id)
        let service = EchoServiceClient(client)
        let options = CallOptions(timeout: .milliseconds(self.millis))
        do {
            switch self.method {
            case "do": try await self.do(service, options, &outcome)
            case "wait": _ = try await service.wait(WaitRequest(), options: options)
            case "repeat":
                for try await answer in try await service.repeat(RepeatRequest(), options: options) {
                    outcome.messages.append(answer.payload.count)
                }
            case "collect":
                let count = self.count
                let answer = try await service.collect(options: options) { requests in
                    for _ in 0..<count { try await requests.write(CollectRequest()) }
                }
                outcome.messages.append(Int(answer.count))
            case "chat":
                let count = self.count
                let sizes = SizeList()
                defer { outcome.messages = sizes.values }
                try await service.chat(options: options) { stream in
                    for _ in 0..<count { try await stream.requests.write(ChatRequest()) }
                    stream.finish()
                    for try await answer in stream.responses { sizes.values.append(answer.payload.count) }
                }
            default: outcome.text = "no method \(self.method)"
            }
        } catch {
            outcome.take(error)
        }
        return outcome
    }

    private func `do`(
        _ service: EchoServiceClient, _ options: CallOptions, _ outcome: inout Outcome
    ) async throws {
        let answer = try await service.do(DoRequest(what: String(repeating: "x", count: self.count)), options: options)
        outcome.messages.append(answer.done.utf8.count)
    }
}

/// The sizes of what came, kept when the call fails.
private final class SizeList {
    var values: [Int] = []
}
