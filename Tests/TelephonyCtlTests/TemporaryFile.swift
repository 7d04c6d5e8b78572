import Glibc

/// A file that the test removes when it is over.
struct TemporaryFile {
    let path: String

    init(_ text: String, mode: mode_t = 0o600) throws {
        var template = Array("/tmp/telephonyctl-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        guard descriptor >= 0 else { throw POSIXFailure(code: errno) }
        var bytes = Array(text.utf8)
        guard write(descriptor, &bytes, bytes.count) == bytes.count else { throw POSIXFailure(code: errno) }
        fchmod(descriptor, mode)
        close(descriptor)
    }

    func remove() { unlink(path) }

    struct POSIXFailure: Error {
        let code: Int32
    }
}
