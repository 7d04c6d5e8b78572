import NIOCore
import TrunkMessages

/// Encoding and decoding as tests want them: bytes as arrays.
enum Codec {
    static func encode(_ message: some Message) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try message.encode(into: &buffer)
        return Array(buffer.readableBytesView)
    }

    static func decode<Value: Message>(_ bytes: [UInt8], as _: Value.Type = Value.self) throws -> Value {
        try bytes.withUnsafeBytes { try Value(decoding: $0) }
    }

    /// The error that decoding these bytes ends with, or nil.
    static func refusal<Value: Message>(_ bytes: [UInt8], as _: Value.Type) -> DecodeError? {
        bytes.withUnsafeBytes { raw in
            do throws(DecodeError) {
                _ = try Value(decoding: raw)
                return nil
            } catch {
                return error
            }
        }
    }

    static func roundTrip<Value: Message>(_ message: Value) throws -> Value { try decode(encode(message)) }
}
