internal import Glibc
package import TelephonyMessages

/// Writes a secret to a file of its own.
package enum OutputFile {
    /// Writes the bytes and nothing else, mode 0600. An existing file is replaced as a whole, so that nobody who could
    /// read the old one reads the new one.
    ///
    /// - Throws: `Problem`: badConfiguration when it cannot be written.
    package static func write(_ secret: Secret, to path: String) throws(Problem) {
        let temporary = "\(path).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw unwritable(path) }
        let isWritten = secret.withUnsafeBytes { bytes in
            Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        }
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(temporary, path) == 0 else {
            let problem = unwritable(path)
            unlink(temporary)
            throw problem
        }
    }

    private static func unwritable(_ path: String) -> Problem {
        Problem(.badConfiguration, "FILE_UNWRITABLE", "\(path) cannot be written: \(InputFile.reason(errno))")
    }
}
