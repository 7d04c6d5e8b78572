internal import ArgumentParser
internal import TelephonyCommandLine

/// How answers are written.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .long], help: "How to write the answer.")
    var output = OutputFormat.table

    @Flag(name: .customLong("no-color"), help: "No colours; NO_COLOR and TERM=dumb do the same.")
    var isColourless = false

    /// A printer for these options.
    func printer(_ console: any Console) -> Printer {
        let isColoured =
            console.outputWidth != nil && !isColourless && console.environment("NO_COLOR") == nil
            && console.environment("TERM") != "dumb"
        return Printer(format: output, console: console, isColoured: isColoured)
    }
}
