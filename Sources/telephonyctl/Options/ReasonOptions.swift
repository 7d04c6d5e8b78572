internal import ArgumentParser

/// Why a person does something.
struct ReasonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for the audit: a ticket, a sentence; at most 200 bytes.", valueName: "text"))
    var reason = ""

    func validate() throws {
        if reason.utf8.count > 200 { throw ValidationError("--reason takes at most 200 bytes") }
    }
}
