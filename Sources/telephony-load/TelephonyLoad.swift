internal import ArgumentParser
internal import TelephonyClient
internal import TelephonyCommandLine
internal import Trunk
internal import TrunkClient
internal import TrunkMessages

/// The load generator.
@main
struct TelephonyLoad: AsyncParsableCommand {
    /// The program's name.
    static let name = "telephony-load"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Calls a telephony server as fast as it answers, and measures.",
        discussion: """
            A closed loop: every caller waits for its answer. PINs come from a file, one for all numbers or one a line, \
            or with --reveal-defaults from a server on this machine. Exit status 1 when errors exceed --max-errors.

            EXAMPLES
              telephony-load --numbers-file numbers.txt --pin-file pins.txt --mix sign-in=90,lookup=8,reset=2
              telephony-load --numbers-file numbers.txt --reveal-defaults --staff-token-file admin.token \
                --mix sign-in=1 -c 64 -d 30s -o json
            """, version: "0.1.0")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Load") var load: LoadOptions

    @Option(help: ArgumentHelp("File with one +E164 a line; - is standard input.", valueName: "file"))
    var numbersFile: String

    @Option(help: ArgumentHelp("File with one PIN for all numbers, or one a line.", valueName: "file"))
    var pinFile: String?

    @Flag(name: .customLong("reveal-defaults"), help: "Let a server on this machine tell the Default PINs; audited.")
    var revealsDefaults = false

    @Option(help: ArgumentHelp("Errors allowed: a count, or a share as 0.1%.", valueName: "errors"))
    var maxErrors = ErrorBudget.count(0)

    @Option(name: [.customShort("o"), .long], help: "How to write the report.") var output = ReportFormat.table

    func validate() throws {
        guard load.mix.operations.contains(where: \.needsPIN) else { return }
        guard (pinFile != nil) != revealsDefaults else {
            throw ValidationError("sign-ins need PINs: give either --pin-file or --reveal-defaults")
        }
    }

    static func main() async {
        await Program.start(TelephonyLoad.self, name: name)
    }

    func run() async throws {
        let invocation = Invocation.current
        let endpoint = try connection.endpoint(invocation.console)
        if revealsDefaults, !endpoint.isLocal {
            throw Problem(
                .usage, "NOT_LOCAL", "--reveal-defaults is for a server on this machine",
                help: "give the PINs of test numbers with --pin-file")
        }
        var targets = try TargetList.numbers(numbersFile)
        if let pinFile, load.mix.operations.contains(where: \.needsPIN) {
            try TargetList.addPINs(pinFile, to: &targets)
            if load.mix.operations.contains(.reset) {
                invocation.console.note(
                    "warning: a reset puts the Default PIN back; other PINs are then wrong and lock")
            }
        }
        let configuration = try connection.configuration(invocation.console, software: Self.name)
        let tls = try connection.tls.configuration(for: endpoint)
        let clients = (0..<load.connections).map { _ in invocation.open(endpoint, configuration, tls) }
        do {
            let report = try await measure(clients.map(\.caller), targets, invocation.console)
            await close(clients)
            try tell(report, invocation.console)
        } catch {
            await close(clients)
            throw error
        }
    }

    private func measure(
        _ callers: [any Caller], _ targets: [LoadTarget], _ console: any Console
    ) async throws -> LoadReport {
        var plan = try load.plan(targets, connection, console)
        // One call each, so that the connections are there and a wrong address or token is told at once.
        for caller in callers { _ = try await HealthClient(caller).check(HealthCheckRequest(), options: plan.options) }
        if revealsDefaults, plan.mix.operations.contains(where: \.needsPIN) {
            plan.targets = try await TargetList.revealDefaults(callers[0], plan.staffOptions, in: targets)
        }
        Interrupt.watch()
        return await LoadRun(plan: plan, callers: callers, progress: console.progress).run()
    }

    private func close(_ clients: [OpenClient]) async {
        for client in clients { await client.close() }
    }

    private func tell(_ report: LoadReport, _ console: any Console) throws {
        switch output {
        case .table: for line in report.lines(terminalWidth: console.outputWidth) { console.print(line) }
        case .json: console.write(JSONWriter.pieces(report.json, isPretty: true) + [.text("\n")])
        }
        if report.successes + report.errors == 0 {
            throw Problem(Interrupt.isRequested ? .interrupted : .no, "NO_CALLS", "nothing was measured")
        }
        if maxErrors.isExceeded(errors: report.errors, calls: report.successes + report.errors) {
            throw Problem(.no, "TOO_MANY_ERRORS", "\(report.errors) errors, allowed are \(maxErrors.text)")
        }
        if Interrupt.isRequested { throw Ending(.interrupted) }
    }
}
