import Foundation
import TrunkTLS

/// A directory with the files of one test; gone when the test is over.
final class TestFiles {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "trunk-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Writes a file, whole or not at all, for its owner alone; answers its path.
    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        let draft = directory.appending(path: ".\(name)")
        let path = directory.appending(path: name)
        let isWritten = FileManager.default.createFile(
            atPath: draft.path(), contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        guard isWritten, rename(draft.path(), path.path()) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return path.path()
    }

    /// A server's configuration with this certificate.
    func server(_ certificate: TestCertificate) throws -> ServerTLSConfiguration {
        ServerTLSConfiguration(
            certificatePath: try write("server.pem", certificate.pem),
            keyPath: try write("server.key", certificate.keyPEM))
    }

    /// A client's side, with this certificate if any.
    func client(
        trusting authority: TestAuthority, _ certificate: TestCertificate? = nil, minimum: TLSMinimum = .v13,
        serverName: String? = nil
    ) throws -> ClientTLS {
        let name = UUID().uuidString
        return try ClientTLS(
            authorities: try write("authority-\(name).pem", authority.pem),
            certificate: try certificate.map { try write("client-\(name).pem", $0.pem) },
            key: try certificate.map { try write("client-\(name).key", $0.keyPEM) }, serverName: serverName,
            minimum: minimum)
    }
}
