internal import TelephonyCore

/// Verifiers of earlier PINs in one column: each after a length byte, newest first.
enum HistoryCoding {
    /// The column of a history. A verifier has at most 160 bytes; a longer one would be a bug of the vault, and the
    /// row then does not decode, so nobody gets in by it.
    static func encode(_ history: [SealedVerifier]) -> [UInt8] {
        history.flatMap { [UInt8(clamping: $0.bytes.count)] + $0.bytes }
    }

    /// The history of a column; nil when it is none.
    static func decode(_ bytes: [UInt8]) -> [SealedVerifier]? {
        var history: [SealedVerifier] = []
        var rest = bytes[...]
        while let count = rest.first {
            rest = rest.dropFirst()
            guard count > 0, rest.count >= Int(count) else { return nil }
            history.append(SealedVerifier(bytes: Array(rest.prefix(Int(count)))))
            rest = rest.dropFirst(Int(count))
        }
        return history
    }
}
