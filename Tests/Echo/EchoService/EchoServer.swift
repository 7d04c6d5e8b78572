package import EchoMessages
package import Trunk
internal import TrunkMessages

/// The echo service: what a service written on Trunk alone looks like.
package struct EchoServer: EchoServiceHandler {
    /// A server without state.
    package init() {}

    /// Answers what it got, the request id included.
    package func echo(_ request: EchoRequest, _ context: CallContext) async throws(RPCError) -> EchoResponse {
        EchoResponse(everything: request.everything, requestID: request.requestID)
    }

    /// Does nothing, and says so.
    package func `do`(_ request: DoRequest, _ context: CallContext) async throws(RPCError) -> DoResponse {
        DoResponse(done: request.what)
    }

    /// Fails as it is told; a number that is no status code is an invalid argument.
    package func fail(_ request: FailRequest, _ context: CallContext) async throws(RPCError) -> FailResponse {
        guard let number = UInt16(exactly: request.code), number != StatusCode.ok.rawValue else {
            throw RPCError(.invalidArgument, "\(request.code) is not a status code")
        }
        throw RPCError(StatusCode(rawValue: number), request.text)
    }

    /// Waits; a cancelled call ends at once.
    package func wait(_ request: WaitRequest, _ context: CallContext) async throws(RPCError) -> WaitResponse {
        do { try await Task.sleep(for: request.time ?? .zero) } catch { throw RPCError.cancelled }
        return WaitResponse()
    }

    /// Answers as often as it is told; the last answer ends the call.
    package func `repeat`(
        _ request: RepeatRequest, _ responses: MessageWriter<RepeatResponse>, _ context: CallContext
    ) async throws(RPCError) {
        guard request.count <= Self.repetitionsMax else {
            throw RPCError(.invalidArgument, "at most \(Self.repetitionsMax) answers", notExecuted: true)
        }
        for index in 0..<request.count {
            if index > 0, let interval = request.interval {
                do { try await Task.sleep(for: interval) } catch { throw RPCError.cancelled }
            }
            try await responses.write(RepeatResponse(payload: request.payload, index: index))
        }
    }

    /// Counts until the end, or until a message says that it is the last.
    package func collect(
        _ requests: MessageStream<CollectRequest>, _ context: CallContext
    ) async throws(RPCError) -> CollectResponse {
        var figures = CollectResponse()
        for try await request in requests {
            figures.count += 1
            figures.bytes += UInt64(request.payload.count)
            if request.isLast { break }
        }
        return figures
    }

    /// Answers each message with itself.
    package func chat(
        _ requests: MessageStream<ChatRequest>, _ responses: MessageWriter<ChatResponse>, _ context: CallContext
    ) async throws(RPCError) {
        var index: UInt64 = 0
        for try await request in requests {
            try await responses.write(ChatResponse(payload: request.payload, index: index))
            index += 1
        }
    }

    private static let repetitionsMax: UInt32 = 1_000_000
}
