internal import Glibc

/// Small files that only their owner may read: tokens, and where a server listens.
enum PrivateFile {
    /// What went wrong with which file; never what is in it.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let problem: String
        var description: String { "\(path): \(problem)" }
    }

    /// Longest file that is read, in bytes.
    static let bytesMax = 4 << 20

    /// Makes a directory for its owner alone, unless it is there.
    static func makeDirectory(_ path: String) throws(Failure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
    }

    /// Writes a new file, mode 0600, whole or not at all: a reader never sees half of it.
    static func write(_ text: String, to path: String) throws(Failure) {
        let draft = path + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(draft) }
        defer { close(file) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure(draft) }
            bytes = bytes.dropFirst(written)
        }
        guard fsync(file) == 0, rename(draft, path) == 0 else { throw failure(path) }
    }

    /// Reads a file whole.
    ///
    /// - Throws: also when others than its owner may read it.
    static func read(_ path: String) throws(Failure) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0 else { throw failure(path) }
        guard information.st_mode & 0o077 == 0 else {
            throw Failure(path: path, problem: "others may read it; chmod 600 it")
        }
        guard information.st_size <= bytesMax else { throw Failure(path: path, problem: "too large") }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count)
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { break }
            count += read
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Whether there is a file.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// What the system says went wrong last, at this path.
    static func failure(_ path: String) -> Failure {
        Failure(path: path, problem: strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
    }
}
