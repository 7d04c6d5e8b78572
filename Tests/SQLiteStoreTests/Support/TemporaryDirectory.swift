import Foundation

/// A directory of a test's own, gone with it.
final class TemporaryDirectory: Sendable {
    private let isOwned: Bool
    let path: String

    /// A directory that somebody else made and takes away.
    init(borrowing path: String) {
        self.path = path
        isOwned = false
    }

    init() {
        isOwned = true
        var template = Array((NSTemporaryDirectory() + "store-XXXXXX").utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
    }

    deinit { if isOwned { try? FileManager.default.removeItem(atPath: path) } }

    var database: String { path + "/telephony.db" }
}
