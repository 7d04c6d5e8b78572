internal import ArgumentParser

/// `telephonyctl users …`.
struct UsersGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Users: people who can hold numbers.",
        subcommands: [
            CreateUserCommand.self, GetUserCommand.self, ListUsersCommand.self,
        ])
}
