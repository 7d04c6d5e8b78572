internal import Glibc

/// How generated code reads the members of a C struct. Nothing returned here points into the arena.
package enum MessageReader {
    /// A string: the pre-scan has refused U+0000 and malformed UTF-8, so its length ends at the first NUL and no byte
    /// of it is repaired (PC-5).
    package static func string(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: strlen(text)), as: UTF8.self)
    }

    /// A `bytes` field.
    package static func bytes(_ data: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: data, count: data == nil ? 0 : count))
    }

    /// A repeated number.
    package static func scalars<Element>(_ values: UnsafePointer<Element>?, _ count: Int) -> [Element] {
        [Element](UnsafeBufferPointer(start: values, count: values == nil ? 0 : count))
    }

    /// A repeated string.
    package static func strings(
        _ texts: UnsafePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int
    ) -> [String] {
        UnsafeBufferPointer(start: texts, count: texts == nil ? 0 : count).map { string($0) }
    }

    /// A singular sub-message; nil when it is absent.
    package static func message<Value: BridgedMessage, CMessage>(
        _ message: UnsafePointer<CMessage>?, _ field: StaticString
    ) throws(DecodeError) -> Value? {
        guard let message else { return nil }
        return try read(message, field, at: nil)
    }

    /// The sub-message that a oneof's case promises.
    package static func member<Value: BridgedMessage, CMessage>(
        _ message: UnsafePointer<CMessage>?, _ field: StaticString
    ) throws(DecodeError) -> Value {
        guard let message else { throw DecodeError(messageName: Value.fullName, rule: .memory).inside(field) }
        return try read(message, field, at: nil)
    }

    /// A repeated sub-message.
    package static func messages<Value: BridgedMessage, CMessage>(
        _ messages: UnsafePointer<UnsafeMutablePointer<CMessage>?>?, _ count: Int, _ field: StaticString
    ) throws(DecodeError) -> [Value] {
        guard let messages, count > 0 else { return [] }
        var values: [Value] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            guard let message = messages[index] else { continue }
            values.append(try read(message, field, at: index))
        }
        return values
    }

    private static func read<Value: BridgedMessage, CMessage>(
        _ message: UnsafePointer<CMessage>, _ field: StaticString, at index: Int?
    ) throws(DecodeError) -> Value {
        do throws(DecodeError) {
            return try Value(reading: UnsafeRawPointer(message))
        } catch {
            throw error.inside(field, at: index)
        }
    }
}
