/// A command whose answer is printed already, and whose status says the rest: a wrong PIN, for example.
package struct Ending: Error, Sendable {
    /// How the program ends.
    package let status: ExitStatus

    /// An ending.
    package init(_ status: ExitStatus) {
        self.status = status
    }

    /// Ends the command unless the status is `done`.
    package static func unlessDone(_ status: ExitStatus) throws(Ending) {
        if status != .done { throw Ending(status) }
    }
}
