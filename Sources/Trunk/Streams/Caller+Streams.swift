public import TrunkMessages

/// The three kinds of streaming call, as generated clients make them.
extension Caller {
    /// Calls a method that answers with a stream.
    ///
    /// - Throws: `RPCError` when the call could not be opened; later failures end the stream.
    public func serverStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> MessageStream<Response> {
        try await open(method, first: request, options: options).responses
    }

    /// Calls a method that takes a stream and answers once. The requests end when `body` returns; an error out of it
    /// cancels the call.
    ///
    /// A server may answer before it has read everything: `body` then sees CANCELLED with reason `CALL_ENDED` from
    /// `write`, and when it lets that through, the answer is returned all the same.
    ///
    /// - Throws: `RPCError` of the call, or what `body` threw.
    public nonisolated(nonsending) func clientStreaming<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, options: CallOptions,
        _ body: nonisolated(nonsending) (MessageWriter<Request>) async throws -> Void
    ) async throws -> Response {
        let stream = try await open(method, first: nil, options: options)
        defer { stream.responses.cancel() }
        var responses = stream.responses.makeAsyncIterator()
        do {
            try await body(stream.requests)
        } catch let error as RPCError where error.isCallEnded {
            // The answer is there already.
        }
        stream.finish()
        guard let response = try await responses.next(isolation: #isolation) else { throw RPCError.responseMissing }
        guard try await responses.next(isolation: #isolation) == nil else { throw RPCError.responseRepeated }
        return response
    }

    /// Calls a method with messages both ways. The call is over when `body` returns: what it has not read is dropped,
    /// and a call that has not ended is cancelled.
    ///
    /// - Throws: `RPCError` when the call could not be opened, or what `body` threw.
    public nonisolated(nonsending) func bidirectional<Request: Message, Response: Message, Result>(
        _ method: Method<Request, Response>, options: CallOptions,
        _ body: nonisolated(nonsending) (CallStream<Request, Response>) async throws -> Result
    ) async throws -> Result {
        let stream = try await open(method, first: nil, options: options)
        defer { stream.responses.cancel() }
        return try await body(stream)
    }
}
