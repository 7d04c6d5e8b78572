internal import ArgumentParser
internal import TelephonyCommandLine
internal import Trunk

/// `telephonyctl numbers provision`.
struct ProvisionNumbersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision", abstract: "Create numbers from a CSV file, and allocate, activate and assign them.",
        discussion: """
            The first line names the columns: number, extension, site, type (ordinary or main), owner (operator:ID or \
            occupier:ID), label, user, activate (yes or no). All but number and extension may be missing or empty. The \
            whole file is checked before anything is sent (exit status 65). Running it again is harmless: what is there \
            already is left alone. With --dry-run the server checks the creation only, because the other steps need \
            numbers that are there.

            EXAMPLES
              telephonyctl numbers provision numbers.csv --site london --dry-run
              telephonyctl numbers provision - --yes -o json < numbers.csv
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: ArgumentHelp("The CSV file; - is standard input.", valueName: "file")) var file: String

    @Option(help: ArgumentHelp("The site of rows without one.", valueName: "id")) var site: EntityID?

    @OptionGroup var mutation: MutationOptions
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        let console = Invocation.current.console
        let sheet = try ProvisionSheet.read(file, defaultSite: site?.text)
        for header in sheet.unknownHeaders {
            console.note("warning: column \(TerminalText.printable(header)) is not known and ignored")
        }
        guard sheet.problems.isEmpty else {
            throw Problem(
                .badData, "ROWS_INVALID", "\(sheet.problems.count) problems in \(file); nothing was sent",
                help: "correct these lines and run it again", details: sheet.problems.map(\.description))
        }
        if file != "-" {
            try confirmation.confirm("Provision \(sheet.rows.count) numbers?", mutation, console)
        }
        try await Session.run(connection, output) { session in
            Interrupt.watch()
            let job = ProvisionJob(
                sheet.rows, session.telephony, session.options, isDryRun: mutation.isDryRun, progress: console.progress)
            do throws(RPCError) { try await job.run() } catch {
                show(job.report, session)
                throw error
            }
            show(job.report, session)
            if !job.report.failures.isEmpty { throw Ending(.no) }
        }
    }

    private func show(_ report: ProvisionReport, _ session: Session) {
        session.console.progress("")
        for failure in report.failures { session.console.note(TerminalText.printable(failure.description)) }
        mutation.noteDryRun(session.console)
        session.printer.show(report.sentence, or: report.answer)
    }
}
