internal import Glibc
package import TelephonyMessages

/// Reads a change token from the file that `OutputFile` wrote. The bytes are the server's own: a line feed may be one of
/// them, so the file is the token, whole.
package enum ChangeTokenFile {
    /// The token.
    ///
    /// - Throws: `Problem`: badData when the file cannot be read, is empty or longer than a secret.
    package static func read(_ path: String) throws(Problem) -> Secret {
        let file = try InputFile(path)
        var bytes = SecretBytes()
        var chunk = try file.next()
        defer {
            chunk.withUnsafeMutableBytes { raw in
                if let base = raw.baseAddress { explicit_bzero(base, raw.count) }
            }
        }
        for byte in chunk where !bytes.append(byte) {
            throw Problem(.badData, "TOKEN_TOO_LONG", "\(path) holds no change token: it is too long")
        }
        guard let token = bytes.secret() else { throw Problem(.badData, "TOKEN_EMPTY", "\(path) is empty") }
        return token
    }
}
