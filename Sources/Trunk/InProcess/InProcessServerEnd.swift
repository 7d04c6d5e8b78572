internal import NIOCore
internal import TrunkMessages

/// What the handler of a streaming call in this process reads from and writes to.
final class InProcessServerEnd: ServerStream {
    private let call: InProcessStream

    init(_ call: InProcessStream) {
        self.call = call
    }

    func next() async throws(RPCError) -> ByteBuffer? { try await call.requests.next() }

    func cancel() { call.requests.abandon() }

    func write(_ message: some Message) async throws(RPCError) {
        var bytes = ByteBuffer()
        do throws(EncodeError) { try message.encode(into: &bytes) } catch { throw .responseUnencodable }
        try await call.responses.write(bytes)
        call.moved()
    }

    func finish() {}

    func end(_ error: RPCError?) { call.end(error) }
}
