internal import Glibc

/// What may be opened as a database: nothing yet, or a plain file with one name. Links would let the write-ahead log
/// stand elsewhere (RL-03).
enum PlainFile {
    static func check(_ path: String) throws(OpenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .cannotOpen(path: path, code: 0)
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else { throw .notAPlainFile(path: path) }
    }
}
