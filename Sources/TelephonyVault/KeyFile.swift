internal import Crypto
internal import Glibc

/// The file that holds a keyring: a first line with its format, then one key a line, `purpose version hex`.
///
/// Made with mode 0600 and synced, its directory entry too, before anything is sealed under it; refused when anybody but
/// its owner may read it (RT-H7). Never in the store's directory backups: backups hold no keys.
package enum KeyFile {
    /// Why a key file cannot be used, and what to do. Never with anything of a key.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The file.
        package let path: String
        /// What is wrong.
        package let problem: String

        /// `path: problem`.
        package var description: String { "\(path): \(problem)" }
    }

    /// Longest key file, in bytes.
    package static let bytesMax = 1 << 20

    /// Makes a new file; never touches one that is there.
    package static func create(_ keyring: Keyring, at path: String) throws(Failure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var bytes = Array(keyring.text.utf8)
        defer { bytes.withUnsafeMutableBytes { wipe($0) } }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + written }, $0.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            written += count
        }
        guard fsync(file) == 0 else { throw failure(path) }
        try syncDirectory(of: path)
    }

    /// Reads a file.
    package static func load(_ path: String) throws(Failure) -> Keyring {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0 else { throw failure(path) }
        guard information.st_mode & 0o077 == 0 else {
            throw Failure(path: path, problem: "others may read it; chmod 600 it and rotate the keys")
        }
        guard information.st_size <= bytesMax else { throw Failure(path: path, problem: "too large for a key file") }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        defer { bytes.withUnsafeMutableBytes { wipe($0) } }
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress.map { $0 + count }, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return try parse(String(decoding: bytes.prefix(count), as: UTF8.self), path)
    }

    private static func parse(_ text: String, _ path: String) throws(Failure) -> Keyring {
        let lines = text.split(separator: "\n")
        guard lines.first == Keyring.firstLine[...] else { throw Failure(path: path, problem: "not a key file") }
        var keys: [KeyPurpose: [UInt32: SymmetricKey]] = [:]
        for (index, line) in lines.enumerated().dropFirst() {
            let columns = line.split(separator: " ")
            guard columns.count == 3, let purpose = KeyPurpose(rawValue: String(columns[0])),
                let version = UInt32(columns[1]), version > 0, var bytes = Hexadecimal.bytes(columns[2]),
                bytes.count == Keyring.keyBytes, keys[purpose]?[version] == nil,
                keys[purpose]?.count ?? 0 < Keyring.versionsMax
            else { throw Failure(path: path, problem: "line \(index + 1) is not a key") }
            keys[purpose, default: [:]][version] = SymmetricKey(data: bytes)
            bytes.withUnsafeMutableBytes { wipe($0) }
        }
        for purpose in KeyPurpose.allCases where keys[purpose] == nil {
            throw Failure(path: path, problem: "no key for \(purpose.rawValue)")
        }
        return Keyring(keys: keys)
    }

    private static func syncDirectory(of path: String) throws(Failure) {
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure(directory) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure(directory) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, problem: String(cString: strerror(errno)))
    }
}
