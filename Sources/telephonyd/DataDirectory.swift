internal import Glibc

/// Where a server for trying things out keeps what it has: the keys beside the store's directory, not in it.
struct DataDirectory {
    /// The directory.
    let path: String
    private let isTemporary: Bool

    /// The directory to keep, or a new one that goes at the end.
    init(kept: String?) throws {
        if let kept {
            path = kept
            isTemporary = false
            try PrivateFile.makeDirectory(kept)
        } else {
            var template = Array("/tmp/telephonyd-XXXXXX".utf8CString)
            guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) != nil else {
                throw PrivateFile.failure("/tmp")
            }
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            isTemporary = true
        }
        try PrivateFile.makeDirectory(path + "/store")
        try PrivateFile.makeDirectory(path + "/tokens")
        try PrivateFile.makeDirectory(path + "/tls")
    }

    /// The database file.
    var databasePath: String { path + "/store/telephony.db" }
    /// The key file.
    var keyPath: String { path + "/telephony.keys" }

    /// Where the token of a role is kept.
    func tokenPath(_ label: String) -> String { "\(path)/tokens/\(label)" }

    /// Where a file of TLS is kept: `ca.pem`, and `LABEL.pem` and `LABEL.key` of the server and of every role.
    func tlsPath(_ name: String) -> String { "\(path)/tls/\(name)" }

    /// Takes a temporary directory away with all that is in it.
    func removeIfTemporary() {
        guard isTemporary else { return }
        for folder in ["/store", "/tokens", "/tls", ""] { removeFiles(in: path + folder) }
    }

    private func removeFiles(in folder: String) {
        guard let handle = opendir(folder) else { return }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(folder + "/" + name) }
        }
        closedir(handle)
        rmdir(folder)
    }
}
