internal import ArgumentParser

/// A change that depends on what was read before.
struct EtagOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only if the number is still at this version, as `numbers show` said.", valueName: "etag"))
    var etag = ""
}
