internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// Several numbers: as arguments, or one a line in a file.
struct NumbersOptions: ParsableArguments {
    /// Most numbers of one call.
    static let chunkMax = 1000

    @Argument(help: ArgumentHelp("+442079460123, or extensions with --site.", valueName: "number"))
    var numbers: [String] = []

    @Option(help: ArgumentHelp("The site whose extensions they are.", valueName: "id"))
    var site: String?

    @Option(help: ArgumentHelp("File with one number a line; - is standard input.", valueName: "file"))
    var numbersFile: String?

    /// The numbers, in chunks that one call takes.
    ///
    /// - Throws: `ValidationError` without any number or for a wrong one, `Problem` for a file that cannot be read.
    func chunks() throws -> [[NumberRef]] {
        var references = try numbers.map { try NumberRef(typed: $0, site: site) }
        if let numbersFile {
            for line in try NumberList.read(numbersFile) {
                do {
                    references.append(try NumberRef(typed: line.text, site: site))
                } catch {
                    throw Problem(.badData, "NUMBER_INVALID", "line \(line.number): \(error.message)")
                }
            }
        }
        guard !references.isEmpty else { throw ValidationError("give at least one number, or --numbers-file") }
        return stride(from: 0, to: references.count, by: Self.chunkMax).map { start in
            Array(references[start..<min(start + Self.chunkMax, references.count)])
        }
    }
}
