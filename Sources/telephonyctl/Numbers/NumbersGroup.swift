internal import ArgumentParser

/// `telephonyctl numbers …`.
struct NumbersGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "numbers", abstract: "Phone numbers and their life.",
        subcommands: [
            ListNumbersCommand.self, ShowNumberCommand.self, ProvisionNumbersCommand.self, AllocateNumbersCommand.self,
            DeallocateNumbersCommand.self, NominateMainNumberCommand.self, GrantVoiceServicesCommand.self,
            ActivateNumberCommand.self, DeactivateNumberCommand.self, AssignUserCommand.self, UnassignUserCommand.self,
            UpdateNumberCommand.self, LogOutHandsetCommand.self,
        ])
}
