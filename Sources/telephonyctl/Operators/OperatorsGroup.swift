internal import ArgumentParser

/// `telephonyctl operators …`.
struct OperatorsGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operators", abstract: "Operators: landlords that run sites.",
        subcommands: [
            CreateOperatorCommand.self, GetOperatorCommand.self, ListOperatorsCommand.self,
        ])
}
