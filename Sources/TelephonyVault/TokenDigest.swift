internal import Crypto

/// SHA-256 of a bearer token: all that is kept of it.
package struct TokenDigest: Sendable, Hashable {
    private let words: InlineArray<4, UInt64>

    /// The digest of a token.
    package init(of token: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: token)
        self.init(bytes: Array(hash.finalize()))
    }

    /// From 64 hexadecimal digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex), bytes.count == 32 else { return nil }
        self.init(bytes: bytes)
    }

    /// The digest as 64 hexadecimal digits.
    package var hex: String {
        (0..<4).map { index in
            let digits = String(words[index], radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Same digest.
    package static func == (left: TokenDigest, right: TokenDigest) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }

    /// The first word says enough: digests are uniform.
    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }

    private init(bytes: [UInt8]) {
        words = InlineArray { index in
            (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[index * 8 + $1]) }
        }
    }
}
