internal import Glibc
package import TelephonyMessages

/// The process's own streams, terminal and environment.
package struct SystemConsole: Console {
    /// The console.
    package init() {}

    /// Columns of standard output, if it is a terminal: what the terminal says, `COLUMNS`, or 80.
    package var outputWidth: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    /// Standard input and standard error are terminals.
    package var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Standard error is a terminal that can move its cursor.
    package var showsProgress: Bool { isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb" }

    /// A variable of the environment; nil when it is not set or empty.
    package func environment(_ name: String) -> String? {
        guard let value = getenv(name), value[0] != 0 else { return nil }
        return String(cString: value)
    }

    /// Writes to standard output; secrets go straight from their wiped storage into the write.
    package func write(_ pieces: [OutputPiece]) {
        for piece in pieces {
            switch piece {
            case .text(let text): SystemOutput.write(text, to: STDOUT_FILENO)
            case .secret(let secret): secret.withUnsafeBytes { SystemOutput.write($0, to: STDOUT_FILENO) }
            }
        }
    }

    /// Writes a line to standard error.
    package func note(_ line: String) { SystemOutput.write(line + "\n", to: STDERR_FILENO) }

    /// Shows a line on standard error that the next one replaces.
    package func progress(_ line: String) {
        if showsProgress { SystemOutput.write("\r\u{1B}[K" + line, to: STDERR_FILENO) }
    }

    /// Asks for a secret without an echo.
    package func askSecret(_ question: String) throws(Problem) -> Secret { try TerminalPrompt.ask(question) }

    /// The next line of standard input; a terminal is asked without an echo.
    package func readSecret(_ question: String) throws(Problem) -> Secret {
        if isatty(STDIN_FILENO) == 1 { return try TerminalPrompt.ask(question) }
        return try SecretReader(descriptor: STDIN_FILENO, isTerminal: false, name: "standard input").next(question)
    }

    /// Asks on standard error, reads an answer from standard input.
    package func askYes(_ question: String) -> Bool {
        SystemOutput.write("\(question) [y/N] ", to: STDERR_FILENO)
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
