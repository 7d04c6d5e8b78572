internal import ArgumentParser

/// `telephonyctl pin …`.
struct PinGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "The PIN of a number.",
        subcommands: [
            SignInCommand.self, ChangePinCommand.self, CheckPinCommand.self, PinStatusCommand.self,
            ResetPinCommand.self,
            UnlockPinCommand.self, DefaultPinCommand.self,
        ])
}
