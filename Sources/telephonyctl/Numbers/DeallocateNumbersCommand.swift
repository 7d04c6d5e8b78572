internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers deallocate`.
struct DeallocateNumbersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deallocate", abstract: "Take RESERVED numbers back from their owner; they get new Default PINs.",
        discussion: """
            All or none of up to 1,000 numbers; more are sent in chunks of 1,000.

            EXAMPLE
              telephonyctl numbers deallocate --numbers-file returned.txt --reason 'contract ended'
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var numbers: NumbersOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var mutation: MutationOptions

    func run() async throws {
        let chunks = try numbers.chunks()
        try confirmation.confirm(
            "Take \(chunks.reduce(0) { $0 + $1.count }) numbers back from their owner?", mutation,
            Invocation.current.console)
        try await Session.run(connection, output) { session in
            var deallocated: UInt64 = 0
            for chunk in chunks {
                let response = try await session.telephony.deallocateNumbers(
                    DeallocateNumbersRequest(
                        numbers: chunk, reason: reason.reason, validateOnly: mutation.isDryRun),
                    options: session.options)
                deallocated += UInt64(response.deallocated)
            }
            mutation.noteDryRun(session.console)
            session.printer.show(
                "\(deallocated) of \(chunks.reduce(0) { $0 + $1.count }) taken back",
                or: Answer(
                    details: [("DEALLOCATED", "\(deallocated)")],
                    json: .object([("deallocated", .number(Int64(deallocated)))])))
        }
    }
}
