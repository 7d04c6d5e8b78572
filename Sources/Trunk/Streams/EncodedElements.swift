internal import NIOCore
internal import TrunkMessages

/// The messages that a call's bytes are. What does not decode ends the stream, and at a client the call.
struct EncodedElements<Element: Message>: StreamElements {
    private let inbound: any InboundMessages
    private let side: CallSide

    init(_ inbound: any InboundMessages, side: CallSide) {
        self.inbound = inbound
        self.side = side
    }

    func next() async throws(RPCError) -> Element? {
        guard let bytes = try await inbound.next() else { return nil }
        // Nobody reads these bytes again (ZL-9).
        defer { if Element.carriesSecret { bytes.wipeReadableBytes() } }
        do throws(DecodeError) {
            return try await Element.decode(bytes)
        } catch {
            inbound.cancel()
            throw RPCError(decodingMessage: error, side: side)
        }
    }

    func cancel() { inbound.cancel() }
}
