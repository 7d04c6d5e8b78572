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
}
