internal import TelephonyCore

/// What a verifier is the HMAC of: a label, the number, how many digits, the digits. Wiped after use.
enum PINMessage {
    private static let label = Array("tel/pin/v1".utf8)

    static func withBytes<Result, Failure: Error>(
        of pin: borrowing PIN, at number: NumberID, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let head = label + number.uuid.bytes + [UInt8(truncatingIfNeeded: pin.count)]
        var bytes = [UInt8](repeating: 0, count: head.count + pin.count)
        defer { bytes.withUnsafeMutableBytes { wipe($0) } }
        for index in head.indices { bytes[index] = head[index] }
        for index in 0..<pin.count { bytes[head.count + index] = pin.digit(at: index) &+ UInt8(ascii: "0") }
        return try bytes.span.withUnsafeBytes(body)
    }
}

extension PINBinding {
    /// The binding as bytes: the number, then the owner's kind, length and id.
    var bytes: [UInt8] {
        let (kind, id): (UInt8, String) =
            switch owner {
            case nil: (0, "")
            case .operator(let id): (1, id.text)
            case .occupier(let id): (2, id.text)
            }
        return number.uuid.bytes + [kind, UInt8(truncatingIfNeeded: id.utf8.count)] + Array(id.utf8)
    }
}
