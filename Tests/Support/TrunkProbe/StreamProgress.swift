internal import Synchronization

/// How far a stream has come, for the report of one that has not ended.
final class StreamProgress: Sendable, CustomStringConvertible {
    let written = Atomic(0)
    let read = Atomic(0)

    var description: String {
        "\(written.load(ordering: .relaxed)) written, \(read.load(ordering: .relaxed)) read"
    }
}
