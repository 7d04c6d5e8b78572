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

    /// Which half of a chat has come to its end.
    private enum ChatEnd: Sendable {
        case written
        case read(problem: String?)
    }

    let plan: StreamPlan
    let echo: EchoServiceClient
    let options: CallOptions
    let progress = StreamProgress()

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
            return .wrong("\(plan), \(progress): \(error)")
        }
    }

    private func playRepeated() async throws -> String? {
        let payload = StreamPlan.payload(plan.sizes.first ?? 0, 0)
        let request = RepeatRequest(payload: payload, count: UInt32(plan.sizes.count))
        var count = 0
        for try await response in try await echo.repeat(request, options: options) {
            guard Int(response.index) == count, response.payload == payload else { return "answer \(count) differs" }
            count += 1
            progress.read.add(1, ordering: .relaxed)
            if count == plan.answersMax { return nil }
        }
        return count == plan.sizes.count ? nil : "\(count) answers, not \(plan.sizes.count)"
    }

    private func playCollected() async throws -> String? {
        let response = try await echo.collect(options: options) { writer in
            for (place, size) in plan.sizes.enumerated() {
                try await writer.write(
                    CollectRequest(payload: StreamPlan.payload(size, place), isLast: place == plan.lastAt))
                progress.written.add(1, ordering: .relaxed)
            }
        }
        let counted = plan.lastAt.map { Array(plan.sizes[...$0]) } ?? plan.sizes
        guard Int(response.count) == counted.count, Int(response.bytes) == counted.reduce(0, +) else {
            return "collected \(response.count) messages and \(response.bytes) bytes"
        }
        return nil
    }

    /// One task writes while the other reads: who first wrote all would wait for ever, and rightly. The call is over when
    /// one of them fails, or the reader has what it wants.
    private func playChat() async throws -> String? {
        try await echo.chat(options: options) { stream in
            try await withThrowingTaskGroup(of: ChatEnd.self) { group in
                group.addTask {
                    do {
                        try await write(to: stream)
                    } catch  where plan.answersMax != nil {
                        // The reader may have left, which ends the call.
                    }
                    return .written
                }
                group.addTask { .read(problem: try await read(stream)) }
                while let end = try await group.next() {
                    guard case .read(let problem) = end else { continue }
                    group.cancelAll()
                    return problem
                }
                return "nobody has read"
            }
        }
    }

    private func read(_ stream: CallStream<ChatRequest, ChatResponse>) async throws -> String? {
        var count = 0
        for try await response in stream.responses {
            let size = count < plan.sizes.count ? plan.sizes[count] : 0
            guard Int(response.index) == count, response.payload == StreamPlan.payload(size, count) else {
                return "answer \(count) differs"
            }
            count += 1
            progress.read.add(1, ordering: .relaxed)
            if count == plan.answersMax { return nil }
        }
        return count == plan.sizes.count ? nil : "\(count) answers, not \(plan.sizes.count)"
    }

    private func write(to stream: CallStream<ChatRequest, ChatResponse>) async throws(RPCError) {
        for (place, size) in plan.sizes.enumerated() {
            try await stream.requests.write(ChatRequest(payload: StreamPlan.payload(size, place)))
            progress.written.add(1, ordering: .relaxed)
        }
        stream.finish()
    }
}
