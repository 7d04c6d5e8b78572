/// Where the C structs of a message being encoded live. Generated code fills structs through it; it means nothing after
/// the encoding.
package struct EncodeArena {
    private let handle: UnsafeMutableRawPointer

    /// Stands for an arena that the caller holds.
    init(_ handle: UnsafeMutableRawPointer) {
        self.handle = handle
    }

    /// A struct of the value's type, filled.
    func fill<Value: BridgedMessage>(_ value: Value) throws(EncodeError) -> UnsafeMutableRawPointer {
        guard let message = ProtobufGuard.makeMessage(Value.descriptor, in: handle) else {
            throw EncodeError(rule: .memory)
        }
        try value.write(to: message, self)
        return message
    }

    /// Room for `count` values, zeroed.
    package func room<Element>(
        _ count: Int, of _: Element.Type = Element.self, _ field: StaticString
    ) throws(EncodeError) -> UnsafeMutablePointer<Element> {
        let (byteCount, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, let room = ProtobufGuard.allocate(byteCount, in: handle) else {
            throw EncodeError(rule: .memory).inside(field)
        }
        return room.assumingMemoryBound(to: Element.self)
    }

    /// A sub-message.
    package func message<Value: BridgedMessage, CMessage>(
        _ value: Value, _ field: StaticString, at index: Int? = nil
    ) throws(EncodeError) -> UnsafeMutablePointer<CMessage> {
        do throws(EncodeError) {
            return try fill(value).assumingMemoryBound(to: CMessage.self)
        } catch {
            throw error.inside(field, at: index)
        }
    }

    /// A repeated sub-message: the pointers to its elements.
    package func messages<Value: BridgedMessage, CMessage>(
        _ values: [Value], _ field: StaticString
    ) throws(EncodeError) -> UnsafeMutablePointer<UnsafeMutablePointer<CMessage>?> {
        let pointers = try room(values.count, of: UnsafeMutablePointer<CMessage>?.self, field)
        for (index, value) in values.enumerated() {
            pointers[index] = try message(value, field, at: index)
        }
        return pointers
    }

    /// A string with its terminating NUL.
    ///
    /// - Throws: `EncodeError` when the string holds a NUL of its own (PC-16).
    package func string(
        _ text: String, _ field: StaticString, at index: Int? = nil
    ) throws(EncodeError) -> UnsafeMutablePointer<CChar> {
        var text = text
        let count = text.utf8.count
        // A count of UTF-8 bytes is far below Int.max: the string is in memory.
        let copy = try room(count &+ 1, of: UInt8.self, field)
        let holdsNUL = text.withUTF8 { utf8 in
            guard let base = utf8.baseAddress else { return false }
            copy.update(from: base, count: utf8.count)
            return utf8.contains(0)
        }
        if holdsNUL { throw EncodeError(rule: .nul).inside(field, at: index) }
        return UnsafeMutableRawPointer(copy).assumingMemoryBound(to: CChar.self)
    }

    /// A repeated string.
    package func strings(
        _ texts: [String], _ field: StaticString
    ) throws(EncodeError) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let pointers = try room(texts.count, of: UnsafeMutablePointer<CChar>?.self, field)
        for (index, text) in texts.enumerated() {
            pointers[index] = try string(text, field, at: index)
        }
        return pointers
    }

    /// A copy of bytes.
    package func bytes(
        _ bytes: UnsafeRawBufferPointer, _ field: StaticString
    ) throws(EncodeError) -> UnsafeMutablePointer<UInt8> {
        let copy = try room(bytes.count, of: UInt8.self, field)
        UnsafeMutableRawBufferPointer(start: copy, count: bytes.count).copyMemory(from: bytes)
        return copy
    }

    /// A copy of bytes.
    package func bytes(_ bytes: [UInt8], _ field: StaticString) throws(EncodeError) -> UnsafeMutablePointer<UInt8> {
        try scalars(bytes, field)
    }

    /// A repeated number: a copy of its elements.
    package func scalars<Element>(
        _ values: some Collection<Element>, _ field: StaticString
    ) throws(EncodeError) -> UnsafeMutablePointer<Element> {
        let copy = try room(values.count, of: Element.self, field)
        _ = UnsafeMutableBufferPointer(start: copy, count: values.count).initialize(from: values)
        return copy
    }
}
