internal import Glibc
internal import NIOSSL

/// A small file of certificates, a key, or a list.
enum TLSFile {
    /// Longest file, in bytes: a bundle with every public authority has a fifth of it.
    static let bytesMax = 1 << 20

    /// Reads a file whole.
    ///
    /// - Parameter isSecret: others than its owner, or the group of a file that belongs to root, may not read it.
    static func read(_ path: String, isSecret: Bool = false) throws(TLSConfigurationError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0 else { throw failure(path) }
        let forbidden: mode_t = information.st_uid == 0 ? 0o037 : 0o077
        guard !isSecret || information.st_mode & forbidden == 0 else {
            throw TLSConfigurationError(path, "others may read it; chmod 600 it")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        defer { if isSecret { for index in chunk.indices { chunk[index] = 0 } } }
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= bytesMax else { throw TLSConfigurationError(path, "longer than \(bytesMax) bytes") }
        }
    }

    /// The certificates of a PEM file, at least one.
    static func certificates(
        _ bytes: [UInt8], _ path: String
    ) throws(TLSConfigurationError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw TLSConfigurationError(path, "holds no certificate in PEM")
        }
        return certificates
    }

    /// The private key of a PEM file without a passphrase.
    static func privateKey(_ bytes: [UInt8], _ path: String) throws(TLSConfigurationError) -> NIOSSLPrivateKey {
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw TLSConfigurationError(path, "holds no private key in PEM, or one with a passphrase")
        }
        return key
    }

    private static func failure(_ path: String) -> TLSConfigurationError {
        TLSConfigurationError(path, strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
    }
}
