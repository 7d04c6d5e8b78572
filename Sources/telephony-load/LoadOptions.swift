internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// The shape of a load.
struct LoadOptions: ParsableArguments {
    @Option(name: [.customShort("c"), .long], help: ArgumentHelp("Connections, 1 to 1000.", valueName: "count"))
    var connections = 4

    @Option(help: ArgumentHelp("Calls that each connection has under way, 1 to 1000.", valueName: "count"))
    var outstanding = 16

    @Option(name: [.customShort("d"), .long], help: ArgumentHelp("Time that is measured.", valueName: "duration"))
    var duration = "10s"

    @Option(help: ArgumentHelp("Time before that, not measured.", valueName: "duration"))
    var warmUp = "2s"

    @Option(
        help: ArgumentHelp("Stop after so many measured calls, if the time is not over before.", valueName: "count"))
    var calls: UInt64?

    @Option(help: ArgumentHelp("Weights of sign-in, lookup, status, reset and health.", valueName: "mix"))
    var mix: LoadMix

    @Option(help: ArgumentHelp("Where sign-ins happen: voicemail, handset or portal.", valueName: "surface"))
    var surface = "portal"

    @Option(
        help: ArgumentHelp("Another token for resets and --reveal-defaults, which a pbx may not do.", valueName: "file")
    )
    var staffTokenFile: String?

    @Option(help: ArgumentHelp("Seed of the random order, to repeat a load.", valueName: "number"))
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...1000).contains(connections) else { throw ValidationError("--connections takes 1 to 1000") }
        guard (1...1000).contains(outstanding) else { throw ValidationError("--outstanding takes 1 to 1000") }
        guard let measured = Duration(typed: duration), measured > .zero, measured <= .seconds(86_400) else {
            throw ValidationError("--duration takes a duration as 10s, at most a day")
        }
        guard let warming = Duration(typed: warmUp), warming <= .seconds(3_600) else {
            throw ValidationError("--warm-up takes a duration as 2s, at most an hour")
        }
        guard Self.surfaces[surface] != nil else {
            throw ValidationError("--surface takes voicemail, handset or portal")
        }
    }

    /// The plan for these targets.
    func plan(
        _ targets: [LoadTarget], _ connection: ConnectionOptions, _ console: any Console
    ) throws(Problem) -> LoadPlan {
        let options = try connection.callOptions()
        var staffOptions = options
        if let staffTokenFile { staffOptions.token = try TokenFile.token(staffTokenFile, console) }
        return LoadPlan(
            connections: connections, outstanding: outstanding, warmUp: Duration(typed: warmUp) ?? .zero,
            duration: Duration(typed: duration) ?? .seconds(10), callsMax: calls, mix: mix, targets: targets,
            surface: Self.surfaces[surface] ?? .portal, options: options,
            staffOptions: staffOptions, seed: seed)
    }

    private static let surfaces: [String: Surface] = [
        "voicemail": .voicemail, "handset": .handset, "portal": .portal,
    ]
}
