/// Why a program could not do what it was asked, as it is told on standard error. Never holds a secret.
package struct Problem: Error, Sendable {
    /// How the program ends.
    package var status: ExitStatus
    /// Stable upper-case reason.
    package var reason: String
    /// One sentence.
    package var text: String
    /// What to do next; empty for nothing.
    package var help: String
    /// More lines, one per wrong field or row.
    package var details: [String]

    /// A problem of the program's own.
    package init(
        _ status: ExitStatus, _ reason: String, _ text: String, help: String = "", details: [String] = []
    ) {
        self.status = status
        self.reason = reason
        self.text = text
        self.help = help
        self.details = details
    }

    /// The lines for standard error: what happened, the details, what to do next. Text that came from a server or a
    /// file is made harmless for terminals.
    package func lines(program: String) -> [String] {
        var lines = ["\(program): \(reason): \(text)"]
        lines += details.map { "  " + $0 }
        if !help.isEmpty { lines.append("next: \(help)") }
        return lines.map(TerminalText.printable)
    }
}
