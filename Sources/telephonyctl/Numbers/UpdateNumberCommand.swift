internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import TrunkMessages

/// `telephonyctl numbers update`, also `label`.
struct UpdateNumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change a number's label and call features; what is not given stays.",
        discussion: """
            EXAMPLES
              telephonyctl numbers label 2001 --site london --label "Ann Bell"
              telephonyctl numbers update 2001 --site london --forward-busy 2002 --no-call-waiting
            """, aliases: ["label"])

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup(title: "Configuration") var features: FeatureOptions
    @OptionGroup var etag: EtagOptions
    @OptionGroup var mutation: MutationOptions

    func run() async throws {
        let reference = try number.reference()
        let (changed, paths) = features.changes
        guard !paths.isEmpty else { throw ValidationError("nothing to change: give --label or a call feature") }
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.updateNumber(
                UpdateNumberRequest(
                    number: reference, label: features.label ?? "", features: changed,
                    updateMask: FieldMask(paths: paths), etag: etag.etag, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.show(response.number)
        }
    }
}
