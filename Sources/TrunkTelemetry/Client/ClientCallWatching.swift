internal import Synchronization
internal import Trunk
internal import TrunkMessages

/// What interceptors share that only look at how calls end: unary calls when they are answered, streams when their
/// last response was read, or nobody reads on.
protocol ClientCallWatching: ClientInterceptor {
    func callEnded(_ end: ClientCallEnd)
}

extension ClientCallWatching {
    func watchUnary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, _ options: CallOptions, _ next: any Caller
    ) async throws(RPCError) -> Response {
        let start = ContinuousClock.now
        do throws(RPCError) {
            let response = try await next.unary(method, request, options: options)
            ended(method.descriptor, options, nil, since: start)
            return response
        } catch {
            ended(method.descriptor, options, error, since: start)
            throw error
        }
    }

    func watchOpen<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ first: Request?, _ options: CallOptions, _ next: any Caller
    ) async throws(RPCError) -> CallStream<Request, Response> {
        let start = ContinuousClock.now
        do throws(RPCError) {
            let call = try await next.open(method, first: first, options: options)
            let responses = call.responses.onEnd { ended(method.descriptor, options, $0, since: start) }
            return CallStream(requests: call.requests, responses: responses)
        } catch {
            ended(method.descriptor, options, error, since: start)
            throw error
        }
    }

    private func ended(
        _ method: MethodDescriptor, _ options: CallOptions, _ error: RPCError?, since start: ContinuousClock.Instant
    ) {
        callEnded(
            ClientCallEnd(
                method: method, callID: options.callID, traceContext: options.traceContext, error: error,
                duration: ContinuousClock.now - start))
    }
}
