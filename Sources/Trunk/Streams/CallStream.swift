public import TrunkMessages

/// A call with messages both ways, seen from the client. Letting go of `responses` cancels the call.
public struct CallStream<Request: Message, Response: Message>: Sendable {
    /// What this side sends.
    public let requests: MessageWriter<Request>
    /// What the server answers.
    public let responses: MessageStream<Response>

    /// Both halves; what stands in for a server in tests makes its own.
    public init(requests: MessageWriter<Request>, responses: MessageStream<Response>) {
        self.requests = requests
        self.responses = responses
    }

    /// Both halves of a call that a connection has opened.
    package init(_ stream: any ClientStream) {
        requests = MessageWriter(stream)
        responses = MessageStream(stream, side: .client)
    }

    /// Says that no more requests will come; the server goes on to answer.
    public func finish() { requests.finish() }
}
