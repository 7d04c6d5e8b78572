internal import NIOCore
internal import Synchronization
internal import TrunkWire

/// Raw deflate: a decoded message has the length that was declared, or nothing was written (ZL-5 to ZL-8).
enum DeflateMessages {
    /// One context each way for all inputs, as a connection has it; what an input left behind must not matter.
    ///
    /// Sendable is unchecked because only the holder of `turn` touches it.
    private final class Contexts: @unchecked Sendable {
        var inflater: RawInflater
        var deflater: RawDeflater

        init() throws(RawDeflateError) {
            let inflater = try RawInflater()
            let deflater = try RawDeflater()
            self.inflater = inflater
            self.deflater = deflater
        }
    }

    private static let decodedBytesMax = 256 << 10
    private static let contexts = try? Contexts()
    private static let turn = Mutex(())

    static func run(_ input: inout FuzzInput) {
        guard let contexts = self.contexts else { return }
        self.turn.withLock { _ in
            if input.byte() & 1 == 0 {
                self.hostile(&input, &contexts.inflater)
            } else {
                self.roundTrip(&input, contexts)
            }
        }
    }

    static var seeds: [[UInt8]] {
        let text = Array("one number, one PIN, one count of wrong tries. ".utf8)
        let empty: [UInt8] = [0, 0, 0, 0, 0, 0x03, 0x00]
        let stored: [UInt8] = [0, 0, 0, 0, 3, 0x01, 3, 0, 0xFC, 0xFF, 1, 2, 3]
        let fixed: [UInt8] = [0, 0, 0, 0, 5, 0x4B, 0x4C, 0x4A, 0x4E, 0x49, 0x05, 0x00]
        return [empty, stored, fixed, [1, 0x10, 0, 7, 3] + text, [1, 0x40, 0, 0, 0] + Array(0...255)]
    }

    /// Bytes of a peer, with a length of a peer.
    private static func hostile(_ input: inout FuzzInput, _ inflater: inout RawInflater) {
        let declared: UInt32 = input.integer()
        // Most inputs declare what a message may have; a few anything.
        let bounded = declared & 0xC000_0000 == 0xC000_0000 ? declared : declared % 4_096
        let wire = input.restBuffer()
        guard self.inflate(wire, bounded, &inflater) != nil else { return }
        self.refusesPrefixes(of: wire, bounded, step: max(1, wire.readableBytes / 64), &inflater)
        demand(self.inflate(wire, bounded &+ 1, &inflater) == nil, "one byte fewer than declared is refused")
        if bounded > 0 {
            demand(self.inflate(wire, bounded - 1, &inflater) == nil, "one byte more than declared is refused")
        }
    }

    /// A message of ours comes back; a part of it, or more than it, does not.
    private static func roundTrip(_ input: inout FuzzInput, _ contexts: Contexts) {
        let length = Int(input.integer(UInt16.self))
        let cut = Int(input.integer(UInt16.self))
        let pattern = input.restBuffer()
        guard pattern.readableBytes > 0 else { return }
        let message = self.repeated(pattern, toAtLeast: length)
        var wire = ByteBuffer()
        guard message.withUnsafeReadableBytes({ contexts.deflater.compress($0, into: &wire) }) else {
            demand(wire.readableBytes == 0, "a message that is not compressed leaves the output alone")
            return
        }
        let declared = UInt32(clamping: message.readableBytes)
        demand(wire.readableBytes <= message.readableBytes - message.readableBytes / 10, "a tenth is saved (ZL-3)")
        var second = ByteBuffer()
        demand(
            message.withUnsafeReadableBytes { contexts.deflater.compress($0, into: &second) } && second == wire,
            "a context that was used compresses as a fresh one")
        if message.readableBytes <= Self.decodedBytesMax, message.readableBytes / 100 <= wire.readableBytes {
            demand(self.inflate(wire, declared, &contexts.inflater) == message, "a message comes back as it was")
        }
        if let prefix = wire.getSlice(at: 0, length: cut % wire.readableBytes) {
            demand(self.inflate(prefix, declared, &contexts.inflater) == nil, "a message that is cut off is refused")
        }
        wire.writeInteger(UInt8(truncatingIfNeeded: cut))
        demand(self.inflate(wire, declared, &contexts.inflater) == nil, "bytes behind the end are refused")
    }

    private static func repeated(_ pattern: ByteBuffer, toAtLeast length: Int) -> ByteBuffer {
        var bytes = Array(buffer: pattern)
        while bytes.count < length { bytes += bytes }
        return ByteBuffer(bytes: bytes)
    }

    private static func refusesPrefixes(
        of wire: ByteBuffer, _ declared: UInt32, step: Int, _ inflater: inout RawInflater
    ) {
        for length in stride(from: 0, to: wire.readableBytes, by: step) {
            guard let prefix = wire.getSlice(at: 0, length: length) else { continue }
            demand(self.inflate(prefix, declared, &inflater) == nil, "every prefix of a message is refused")
        }
    }

    /// The decoded message; nil when it is refused. Checks what holds in either case.
    private static func inflate(_ wire: ByteBuffer, _ declared: UInt32, _ inflater: inout RawInflater) -> ByteBuffer? {
        var output = ByteBuffer(string: "before")
        do throws(RawDeflateError) {
            try wire.withUnsafeReadableBytes { bytes throws(RawDeflateError) in
                try inflater.decompress(
                    bytes, declared: declared, decodedBytesMax: Self.decodedBytesMax, into: &output)
            }
        } catch {
            demand(output == ByteBuffer(string: "before"), "a refused message leaves the output alone")
            return nil
        }
        demand(declared <= Self.decodedBytesMax, "the limit for decoded messages is kept (ZL-5)")
        demand(output.readSlice(length: 6) == ByteBuffer(string: "before"), "what stood in the output still stands")
        demand(output.readableBytes == Int(declared), "a decoded message has the declared length (ZL-5)")
        return output
    }
}
