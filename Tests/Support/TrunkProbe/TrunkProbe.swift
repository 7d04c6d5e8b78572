internal import ArgumentParser

/// What the endurance tests (Tests/Endurance) drive: a server and callers of Trunk that count what happens to them.
/// Everything ends by itself; what was seen is printed as JSON, one object a line.
@main
struct TrunkProbe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TrunkProbe", abstract: "A server and callers of Trunk for endurance tests.",
        subcommands: [
            ServeCommand.self, CallsCommand.self, ChangesCommand.self, WatchCommand.self, StreamsCommand.self,
        ])
}
