internal import Glibc

/// The file a bearer token comes from. Tokens never come from the command line or the environment: others can see both.
package enum TokenFile {
    /// Longest token, in bytes.
    package static let tokenBytesMax = 2048

    /// Where the token is looked for when nobody says: `$XDG_CONFIG_HOME/telephony/token`, or below `~/.config`.
    package static func defaultPath(_ console: any Console) -> String? {
        if let base = console.environment("XDG_CONFIG_HOME"), base.hasPrefix("/") { return base + "/telephony/token" }
        return console.environment("HOME").map { $0 + "/.config/telephony/token" }
    }

    /// The token in a file, without the white space around it.
    ///
    /// - Returns: nil only when the default file does not exist: the call is then anonymous.
    /// - Throws: `Problem`: badConfiguration when the file cannot be read, is empty or too long.
    package static func token(_ path: String?, _ console: any Console) throws(Problem) -> [UInt8]? {
        guard let chosen = path ?? console.environment("TELEPHONY_TOKEN_FILE") ?? defaultPath(console) else {
            return nil
        }
        let isAsked = path != nil || console.environment("TELEPHONY_TOKEN_FILE") != nil
        if !isAsked, access(chosen, F_OK) != 0 { return nil }
        var bytes: [UInt8] = []
        do {
            let file = try InputFile(chosen)
            if file.isReadableByOthers {
                console.note("warning: \(TerminalText.printable(chosen)) can be read by others; chmod 600 it")
            }
            while bytes.count <= tokenBytesMax + 64 {
                let more = try file.next()
                if more.isEmpty { break }
                bytes += more
            }
        } catch {
            throw Problem(.badConfiguration, "TOKEN_FILE", "token file: \(error.text)")
        }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        bytes = Array(bytes.drop(while: isSpace))
        guard !bytes.isEmpty else { throw Problem(.badConfiguration, "TOKEN_FILE", "token file \(chosen) is empty") }
        guard bytes.count <= tokenBytesMax, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .badConfiguration, "TOKEN_FILE",
                "token file \(chosen) holds no token: one line of at most 2048 characters")
        }
        return bytes
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
