internal import ArgumentParser
internal import TelephonyMessages

/// Which numbers of a list.
struct NumberFilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only in this state; may be repeated.", valueName: "state"))
    var state: [NumberStateArgument] = []

    @Option(help: ArgumentHelp("Part of the number, the extension or the label; at most 64 bytes.", valueName: "text"))
    var text = ""

    @Option(help: ArgumentHelp("Assigned to this user.", valueName: "id"))
    var user: EntityID?

    @Flag(name: .customLong("assigned"), help: "Only those with a user.")
    var isAssigned = false

    @Flag(name: .customLong("unassigned"), help: "Only those without a user.")
    var isUnassigned = false

    @Option(help: ArgumentHelp("Only with this PIN in force.", valueName: "kind"))
    var pin: PinKindArgument?

    @Flag(inversion: .prefixedNo, help: "Only locked ones, or only those that are not.")
    var locked: Bool?

    @Flag(inversion: .prefixedNo, help: "Only those with a handset login, or only those without.")
    var handset: Bool?

    func validate() throws {
        if isAssigned, isUnassigned { throw ValidationError("--assigned and --unassigned exclude each other") }
        if text.utf8.count > 64 { throw ValidationError("--text takes at most 64 bytes") }
    }

    /// The filter as calls say it.
    var filter: NumberFilter {
        NumberFilter(
            states: state.map(\.state), text: text, userID: user?.text ?? "",
            assigned: isAssigned ? true : isUnassigned ? false : nil, pinKind: pin?.kind ?? .unspecified,
            locked: locked, handsetLoggedIn: handset)
    }
}
