internal import EchoMessages
internal import EchoService
internal import Trunk

/// Plays one plan and judges what came back.
struct StreamPlay: Sendable {
    /// How a stream ended.
    enum Outcome: Sendable {
        /// As it should.
        case right
        /// Refused, or cut off, for want of memory, which small pools allow.
        case exhausted
        /// Anything else.
        case wrong(String)
    }

    let plan: StreamPlan
    let echo: EchoServiceClient
    let options: CallOptions

    /// Plays the plan.
    func play() async -> Outcome {
        do {
            let problem =
                switch plan.kind {
                case .repeated: try await playRepeated()
                case .collected: try await playCollected()
                case .chat: try await playChat()
                }
            return problem.map { .wrong("\(plan): \($0)") } ?? .right
        } catch let error as RPCError where error.code == .resourceExhausted {
            return .exhausted
        } catch {
            return .wrong("\(plan): \(error)")
        }
    }

    private func playRepeated() async throws -> String? {
        let payload = StreamPlan.payload(plan.sizes.first ?? 0, 0)
        let request = RepeatRequest(payload: payload, count: UInt32(plan.sizes.count))
        var count = 0
        for try await response in try await echo.repeat(request, options: options) {
            guard Int(response.index) == count, response.payload == payload else { return "answer \(count) differs" }
            count += 1
            if count == plan.answersMax { return nil }
        }
        return count == plan.sizes.count ? nil : "\(count) answers, not \(plan.sizes.count)"
    }

    private func playCollected() async throws -> String? {
        let response = try await echo.collect(options: options) { writer in
            for (place, size) in plan.sizes.enumerated() {
                try await writer.write(
                    CollectRequest(payload: StreamPlan.payload(size, place), isLast: place == plan.lastAt))
            }
        }
        let counted = plan.lastAt.map { Array(plan.sizes[...$0]) } ?? plan.sizes
        guard Int(response.count) == counted.count, Int(response.bytes) == counted.reduce(0, +) else {
            return "collected \(response.count) messages and \(response.bytes) bytes"
        }
        return nil
    }

    private func playChat() async throws -> String? {
        try await echo.chat(options: options) { stream in
            // One side writes while the other reads: who first wrote all would wait for ever, and rightly.
            async let written: Void = write(to: stream)
            var count = 0
            for try await response in stream.responses {
                let size = count < plan.sizes.count ? plan.sizes[count] : 0
                guard Int(response.index) == count, response.payload == StreamPlan.payload(size, count) else {
                    return "answer \(count) differs"
                }
                count += 1
                if count == plan.answersMax {
                    // What was not written yet finds the call ended.
                    try? await written
                    return nil
                }
            }
            try await written
            return count == plan.sizes.count ? nil : "\(count) answers, not \(plan.sizes.count)"
        }
    }

    private func write(to stream: CallStream<ChatRequest, ChatResponse>) async throws(RPCError) {
        for (place, size) in plan.sizes.enumerated() {
            try await stream.requests.write(ChatRequest(payload: StreamPlan.payload(size, place)))
        }
        stream.finish()
    }
}
