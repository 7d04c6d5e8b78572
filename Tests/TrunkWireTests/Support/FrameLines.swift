import NIOCore

/// Reads what a machine has written, without the code under test, one line a frame.
///
/// `RESPONSE 1 [END HAS_MESSAGE] 'yo'`, `END 1 [NO_RETRY] 3 TRK-312 …`, `GOAWAY 1 last 5 TRK-201 …`. HELLO and
/// extensions show their type only; long payloads show their size.
func frameLines(_ written: ByteBuffer) -> [String] {
    var rest = written
    var lines: [String] = []
    if rest.getInteger(at: rest.readerIndex, as: UInt32.self) == 0x8954_524B {
        let preface = rest.readBytes(length: 12) ?? []
        lines.append("PREFACE \(preface.dropFirst(8).prefix(2).map { "\($0)" }.joined(separator: " "))")
    }
    while let (length, type, flags, code, stream) = rest.readMultipleIntegers(
        as: (UInt32, UInt8, UInt8, UInt16, UInt32).self), let payload = rest.readSlice(length: Int(length))
    {
        lines.append(frameLine(type, flags, code, stream, payload))
    }
    if rest.readableBytes > 0 { lines.append("cut short: \(rest.readableBytes) bytes") }
    return lines
}

private func frameLine(_ type: UInt8, _ flags: UInt8, _ code: UInt16, _ stream: UInt32, _ body: ByteBuffer) -> String {
    let names = ["END", "COMPRESSED", "MORE", "HAS_MESSAGE", "NOT_EXECUTED", "NO_RETRY", "TRUNCATED", "80"]
    let set = names.indices.filter { flags & (1 << UInt8($0)) != 0 }.map { names[$0] }
    let shown = set.isEmpty ? "" : " [\(set.joined(separator: " "))]"
    switch type {
    case 0x01: return "HELLO"
    case 0x02: return "REQUEST \(stream)\(shown) \(requestText(body))"
    case 0x03: return "RESPONSE \(stream)\(shown) \(quoted(afterReplyHeader(body)))"
    case 0x04: return "MESSAGE \(stream)\(shown) \(quoted(body))"
    case 0x05: return "END \(stream)\(shown) \(code) \(statusText(body))"
    case 0x06: return "RESET \(stream) \(code) \(String(buffer: body))"
    case 0x07: return "CREDIT \(stream) \(body.getInteger(at: body.readerIndex, as: UInt32.self) ?? 0)"
    case 0x08: return "PING"
    case 0x09: return "PONG \(body.getInteger(at: body.readerIndex, as: UInt64.self) ?? 0)"
    case 0x0A:
        let last = body.getInteger(at: body.readerIndex, as: UInt32.self) ?? 0
        return
            "GOAWAY \(code) last \(last) \(body.getString(at: body.readerIndex + 12, length: body.readableBytes - 12) ?? "")"
    default: return "EXTENSION"
    }
}

private func quoted(_ bytes: ByteBuffer) -> String {
    bytes.readableBytes <= 24 ? "'\(String(buffer: bytes))'" : "\(bytes.readableBytes) bytes"
}

private func requestText(_ body: ByteBuffer) -> String {
    var rest = body
    guard let (metadata, path, _, _, _) = rest.readMultipleIntegers(as: (UInt16, UInt8, UInt8, UInt32, UInt64).self),
        let name = rest.readString(length: Int(path)), rest.readSlice(length: Int(metadata)) != nil
    else { return "malformed" }
    return "\(name) \(quoted(rest))"
}

private func afterReplyHeader(_ body: ByteBuffer) -> ByteBuffer {
    var rest = body
    guard let (metadata, _, _) = rest.readMultipleIntegers(as: (UInt16, UInt16, UInt32).self),
        rest.readSlice(length: Int(metadata)) != nil
    else { return ByteBuffer(string: "malformed") }
    return rest
}

private func statusText(_ body: ByteBuffer) -> String {
    metadataEntries(body)[0x20].map { String(buffer: $0) } ?? ""
}

/// The metadata of a reply header's payload, by id.
func metadataEntries(_ body: ByteBuffer) -> [UInt8: ByteBuffer] {
    var rest = body
    guard let (count, _, _) = rest.readMultipleIntegers(as: (UInt16, UInt16, UInt32).self),
        var block = rest.readSlice(length: Int(count))
    else { return [:] }
    var entries: [UInt8: ByteBuffer] = [:]
    while let (id, length) = block.readMultipleIntegers(as: (UInt8, UInt16).self),
        let value = block.readSlice(length: Int(length))
    {
        entries[id] = value
    }
    return entries
}
