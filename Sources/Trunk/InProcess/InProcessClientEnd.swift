internal import NIOCore
internal import TrunkMessages

/// What the caller of a streaming call in this process writes to and reads from.
final class InProcessClientEnd: ClientStream {
    private let call: InProcessStream

    init(_ call: InProcessStream) {
        self.call = call
    }

    func next() async throws(RPCError) -> ByteBuffer? { try await call.responses.next() }

    func cancel() { call.cancel() }

    func write(_ message: some Message) async throws(RPCError) {
        var bytes = ByteBuffer()
        do throws(EncodeError) { try message.encode(into: &bytes) } catch { throw RPCError(encoding: error) }
        try await call.requests.write(bytes)
        call.moved()
    }

    func finish() { call.requests.end(nil, refusal: .requestsFinished) }
}
