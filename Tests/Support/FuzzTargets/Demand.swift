/// Ends the process when a promise is broken: libFuzzer keeps the input, and the replaying test names it.
func demand(_ holds: Bool, _ promise: @autoclosure () -> String) {
    if !holds { fatalError("broken promise: \(promise()) \(FuzzTarget.inputName)") }
}
