internal import ArgumentParser

/// `telephonyctl policy …`.
struct PolicyGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "PIN policies: the rules for a new PIN, and those of the lock.",
        subcommands: [
            ShowPolicyCommand.self, SetPolicyCommand.self,
        ])
}
