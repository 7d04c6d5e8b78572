internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers allocate`.
struct AllocateNumbersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocate", abstract: "Allocate AVAILABLE numbers to an owner.",
        discussion: """
            All or none of up to 1,000 numbers; more are sent in chunks of 1,000.

            EXAMPLE
              telephonyctl numbers allocate +442079460123 +442079460124 --occupier acme
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup var numbers: NumbersOptions
    @OptionGroup(title: "Owner") var owner: OwnerOptions
    @OptionGroup var mutation: MutationOptions

    func run() async throws {
        let chunks = try numbers.chunks()
        let owner = try owner.required()
        try await Session.run(connection, output) { session in
            var allocated: UInt64 = 0
            for chunk in chunks {
                let response = try await session.telephony.allocateNumbers(
                    AllocateNumbersRequest(numbers: chunk, owner: owner, validateOnly: mutation.isDryRun),
                    options: session.options)
                allocated += UInt64(response.allocated)
            }
            mutation.noteDryRun(session.console)
            session.printer.show(
                "\(allocated) of \(chunks.reduce(0) { $0 + $1.count }) newly allocated",
                or: Answer(
                    details: [("ALLOCATED", "\(allocated)")], json: .object([("allocated", .number(Int64(allocated)))]))
            )
        }
    }
}
