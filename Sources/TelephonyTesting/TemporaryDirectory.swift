internal import Glibc

/// A directory of a test's own, taken away with the files in it.
package struct TemporaryDirectory: Sendable {
    /// Where it is.
    package let path: String

    /// A new directory.
    package init() throws(TemporaryDirectoryError) {
        var template = Array("/tmp/telephony-test-XXXXXX".utf8CString)
        guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) != nil else {
            throw TemporaryDirectoryError(errno: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Takes it away.
    package func remove() {
        guard let handle = opendir(path) else { return }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(path + "/" + name) }
        }
        closedir(handle)
        rmdir(path)
    }
}

/// No directory could be made.
package struct TemporaryDirectoryError: Error {
    /// Why.
    package let errno: Int32
}
