internal import Glibc

/// Reads a file, or standard input for `-`.
package struct InputFile: ~Copyable {
    /// Bytes read at a time.
    private static let chunkBytes = 65_536

    private let descriptor: Int32
    private let name: String

    /// Opens the file.
    ///
    /// - Throws: `Problem`: badData when it cannot be opened.
    package init(_ path: String) throws(Problem) {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            throw Problem(.badData, "FILE_UNREADABLE", "\(name) cannot be opened: \(Self.reason(errno))")
        }
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    /// Whether others than the owner may read it.
    package var isReadableByOthers: Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return status.st_mode & (S_IRGRP | S_IROTH) != 0
    }

    /// The next bytes; empty at the end.
    ///
    /// - Throws: `Problem` when reading fails.
    package func next() throws(Problem) -> [UInt8] {
        while true {
            var bytes = [UInt8](repeating: 0, count: Self.chunkBytes)
            let count = read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Problem(.badData, "FILE_UNREADABLE", "\(name) cannot be read: \(Self.reason(errno))")
            }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }

    /// A reader of secrets, line by line.
    package func secrets() -> SecretReader { SecretReader(descriptor: descriptor, isTerminal: false, name: name) }

    /// The system's words for an error.
    package static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
