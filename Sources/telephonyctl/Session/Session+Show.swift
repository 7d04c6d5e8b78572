internal import TelephonyMessages

extension Session {
    /// Prints a number that a call answered: a line for people after a change would hide too much, so all of it.
    func show(_ number: Number?) {
        printer.show((number ?? Number()).answer)
    }
}
