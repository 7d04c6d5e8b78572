internal import Glibc
package import TelephonyMessages

/// Asks a person at the terminal for a secret, without an echo.
///
/// Control-C arrives here as a byte, not as a signal: the terminal's echo is back before the program ends.
package enum TerminalPrompt {
    /// Asks on the process's terminal, whatever standard input is.
    ///
    /// - Throws: `Problem`: usage when there is no terminal; interrupted; badData as `SecretReader` says.
    package static func ask(_ question: String) throws(Problem) -> Secret {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { throw noTerminal }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw noTerminal }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
        silent.c_cc.6 = 1  // VMIN: a read ends with one byte
        silent.c_cc.5 = 0  // VTIME: and waits for it without limit
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { throw noTerminal }
        defer {
            tcsetattr(terminal, TCSAFLUSH, &before)
            SystemOutput.write("\n", to: terminal)
        }
        SystemOutput.write("\(question): ", to: terminal)
        return try SecretReader(descriptor: terminal, isTerminal: true, name: "the terminal").next(question)
    }

    private static var noTerminal: Problem {
        Problem(
            .usage, "NO_TERMINAL", "there is no terminal to ask for a secret",
            help: "give --pin-stdin or --pin-file")
    }
}
