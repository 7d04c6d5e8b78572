internal import ArgumentParser
internal import TelephonyCommandLine

/// The id of an organisation, a site or a user, as an argument.
struct EntityID: ExpressibleByArgument, Sendable, Hashable {
    /// The id.
    let text: String

    /// Nil for what is no id; the argument parser then says what one is.
    init?(argument: String) {
        guard Spelling.isID(argument) else { return nil }
        text = argument
    }

    /// What an option that takes an id says when it gets something else.
    static func advice(_ option: String) -> String {
        "\(option) takes an id: 1 to 63 of a-z, 0-9 and hyphen, no hyphen first"
    }
}
