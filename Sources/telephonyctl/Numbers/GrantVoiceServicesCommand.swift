internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl numbers grant`.
struct GrantVoiceServicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Set how many numbers an owner may have active at a site.",
        discussion: "EXAMPLE\n  telephonyctl numbers grant 25 --occupier acme --site london")

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: "Voice services in all, those in use included; at most 1,000,000.") var count: UInt32

    @OptionGroup(title: "Owner") var owner: OwnerOptions

    @Option(help: ArgumentHelp("The site.", valueName: "id")) var site: EntityID

    @OptionGroup var mutation: MutationOptions

    func run() async throws {
        let owner = try owner.required()
        try await Session.run(connection, output) { session in
            let response = try await session.telephony.grantVoiceServices(
                GrantVoiceServicesRequest(
                    owner: owner, siteID: site.text, count: count, validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show(
                Answer(
                    details: [
                        ("OWNER", owner.text), ("SITE", site.text), ("COUNT", "\(response.count)"),
                        ("USED", "\(response.used)"),
                    ],
                    json: .object([
                        ("owner", owner.json), ("siteId", .text(site.text)), ("count", .uint32(response.count)),
                        ("used", .uint32(response.used)),
                    ])))
        }
    }
}
