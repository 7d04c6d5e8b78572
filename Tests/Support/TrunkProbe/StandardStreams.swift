internal import Foundation
internal import Synchronization

/// Lines in and out of the program.
enum StandardStreams {
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }()

    /// Writes one line.
    static func print(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Writes one value as a line of JSON.
    static func print(json value: some Encodable) throws {
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// Writes many values to a file, a line of JSON each.
    static func write(_ rows: [some Encodable], to path: String) throws {
        var data = Data()
        for row in rows {
            data += try encoder.encode(row)
            data += Data("\n".utf8)
        }
        try data.write(to: URL(filePath: path))
    }

    /// The lines of standard input, read on a thread of their own.
    static func lines() -> AsyncStream<String> {
        AsyncStream { continuation in
            Thread.detachNewThread {
                while let line = readLine() { continuation.yield(line) }
                continuation.finish()
            }
        }
    }

    /// Becomes true when standard input has ended.
    static func inputEnd() -> InputEnd {
        let end = InputEnd()
        Thread.detachNewThread {
            while readLine() != nil {}
            end.hasCome.store(true, ordering: .releasing)
        }
        return end
    }

    /// Whether standard input has ended.
    final class InputEnd: Sendable {
        let hasCome = Atomic(false)
    }
}
