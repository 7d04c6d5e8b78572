/// A token file or peer file that cannot be used: which line and why.
package struct GrantFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let problem: String

    /// `line n: problem`.
    package var description: String { "line \(line): \(problem)" }
}
