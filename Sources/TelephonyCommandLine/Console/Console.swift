package import TelephonyMessages

/// What a program sees of its surroundings: streams, terminal, environment. A test gives it another one.
package protocol Console: Sendable {
    /// Columns of the terminal that standard output is; nil when it is none.
    var outputWidth: Int? { get }
    /// Whether a person can be asked.
    var canAsk: Bool { get }
    /// Whether progress may be shown on standard error.
    var showsProgress: Bool { get }

    /// A variable of the environment; nil when it is not set or empty.
    func environment(_ name: String) -> String?
    /// Writes to standard output.
    func write(_ pieces: [OutputPiece])
    /// Writes a line to standard error.
    func note(_ line: String)
    /// Shows a line on standard error that the next one replaces; an empty one takes it away. Does nothing where
    /// progress is not shown.
    func progress(_ line: String)
    /// Asks for a secret without an echo.
    func askSecret(_ question: String) throws(Problem) -> Secret
    /// The next line of standard input, as a secret.
    func readSecret(_ question: String) throws(Problem) -> Secret
    /// Asks a question that is answered with yes or no; anything else than `y` or `yes` is no.
    func askYes(_ question: String) -> Bool
}

extension Console {
    /// Writes a line to standard output.
    package func print(_ line: String) { write([.text(line + "\n")]) }
}
