internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers deactivate`.
struct DeactivateNumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate", abstract: "Take a number out of use and wipe everything custom.",
        discussion: "EXAMPLE\n  telephonyctl numbers deactivate 2001 --site london --reason 'LEAVER-17'")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var number: NumberOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var etag: EtagOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var confirmation: ConfirmationOptions

    @Flag(name: .customLong("require-unassigned"), help: "Refuse when a user is assigned.")
    var isUnassignedRequired = false

    func run() async throws {
        let reference = try number.reference()
        try confirmation.confirm(
            "Deactivate \(reference.text)? Its configuration, user, handset login and PIN go.", mutation,
            Invocation.current.console)
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.deactivateNumber(
                DeactivateNumberRequest(
                    number: reference, reason: reason.reason, etag: etag.etag,
                    requireUnassigned: isUnassignedRequired, validateOnly: mutation.isDryRun), options: session.options)
            mutation.noteDryRun(session.console)
            let answer = (response.number ?? Number()).answer
            session.printer.show(
                Answer(
                    details: answer.details + [
                        ("UNLOCKED_BY_THIS", response.unlocked.word), ("PIN_WIPED_BY_THIS", response.pinWiped.word),
                    ],
                    json: .object([
                        ("number", answer.json), ("unlocked", .bool(response.unlocked)),
                        ("pinWiped", .bool(response.pinWiped)),
                    ])))
        }
    }
}
