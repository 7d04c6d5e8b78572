internal import Glibc

/// Standard output and standard error, line by line; nothing else is written by this program but its files.
enum StandardStream {
    /// Standard output.
    static let output = Descriptor(STDOUT_FILENO)
    /// Standard error.
    static let error = Descriptor(STDERR_FILENO)

    /// An open file of the process.
    struct Descriptor: Sendable {
        private let number: Int32

        init(_ number: Int32) { self.number = number }

        /// Writes all of `text`; gives up quietly when nobody reads any more.
        func write(_ text: String) {
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let written = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                bytes = bytes.dropFirst(written)
            }
        }
    }
}
