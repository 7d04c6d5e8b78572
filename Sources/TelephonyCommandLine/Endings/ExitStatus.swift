/// How a program of ours ends (DESIGN §6). Stable: scripts depend on these numbers.
package enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
    /// Done as asked.
    case done = 0
    /// The honest no: a wrong PIN, a broken rule, a number in the wrong state, a server that does not serve.
    case no = 1
    /// The PIN is locked.
    case locked = 3
    /// The command line is wrong.
    case usage = 64
    /// The data given are wrong: a row of a file, a field of a request.
    case badData = 65
    /// No such thing, or none the caller may see.
    case notFound = 66
    /// The server cannot be reached.
    case unavailable = 69
    /// A defect, here or there.
    case internalError = 70
    /// The thing is there already.
    case exists = 73
    /// Trying again later may help: throttled, out of time, a change came first.
    case tryAgain = 75
    /// The two sides do not speak the same protocol.
    case protocolMismatch = 76
    /// The caller is not known, or may not do this.
    case notAllowed = 77
    /// A setting is wrong: a token file that cannot be read, an address that is none.
    case badConfiguration = 78
    /// Interrupted from the keyboard.
    case interrupted = 130
}
