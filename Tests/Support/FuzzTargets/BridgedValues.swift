internal import NIOCore
internal import TrunkMessages

/// Pre-scan, unpack and the Swift values: a value that was read can be written, and reads as the same value again.
enum BridgedValues {
    static func run(_ input: inout FuzzInput) {
        let type = MessageTypes.bridged[input.index(below: MessageTypes.bridged.count)]
        let tight = input.byte() & 1 == 1
        var limits = DecodeLimits.standard
        if tight {
            limits.heapBytes = 1_024
            limits.elements = 8
            limits.depth = 3
        }
        self.run(type, input.remaining, limits: limits)
    }

    static var seeds: [[UInt8]] {
        MessageTypes.bridged.enumerated().map { index, type in
            [UInt8(truncatingIfNeeded: index), 0]
                + MessageTypes.message(type.descriptor, seed: UInt64(index) + 1_000, bytesMax: 200)
        }
    }

    private static func run<Value: BridgedMessage>(
        _ type: Value.Type, _ bytes: UnsafeRawBufferPointer, limits: DecodeLimits
    ) {
        let value: Value
        do throws(DecodeError) {
            value = try MessageCodec.decode(bytes, as: type, limits: limits)
        } catch {
            demand((error.offset ?? 0) <= bytes.count, "the offset of a refusal lies in the message")
            demand(error.rule != .descriptor && !error.messageName.isEmpty, "a refusal names the message and a rule")
            return
        }
        let first = self.encoded(value)
        guard let again = first.withUnsafeReadableBytes({ try? MessageCodec.decode($0, as: type) }) else {
            demand(false, "what we encode, we decode")
            return
        }
        demand(self.encoded(again) == first, "a value reads as it was written")
    }

    private static func encoded(_ value: some BridgedMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        do throws(EncodeError) {
            try MessageCodec.encode(value, into: &buffer)
        } catch {
            demand(false, "a value that was decoded can be encoded: \(error)")
        }
        return buffer
    }
}
