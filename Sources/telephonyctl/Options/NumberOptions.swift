internal import ArgumentParser
internal import TelephonyMessages

/// One number, by either of its two names.
struct NumberOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("+442079460123, or an extension with --site.", valueName: "number"))
    var number: String

    @Option(help: ArgumentHelp("The site whose extension it is.", valueName: "id"))
    var site: String?

    func validate() throws { _ = try reference() }

    /// The number as calls name it.
    ///
    /// - Throws: `ValidationError` for a spelling that is not canonical: it is refused, never guessed.
    func reference() throws(ValidationError) -> NumberRef { try NumberRef(typed: number, site: site) }
}
