/// Ends a handset login from afar.
package struct LogOutHandset: Command {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// A dry run.
    package let validateOnly: Bool

    /// A logout.
    package init(origin: CommandOrigin, number: NumberAddress, validateOnly: Bool = false) {
        self.origin = origin
        self.number = number
        self.validateOnly = validateOnly
    }

    /// The number and the request.
    package func missingRows(in rows: Rows) -> [RowKey] {
        rows.missing([.number(number)] + origin.requestKeys)
    }

    /// Ends the login at an active number; without one nothing is written but the audit.
    package func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<LogOutHandsetReply> {
        try origin.authorize(.logOutHandset)
        let now = environment.now
        let before = try rows.number(number, visibleTo: origin.actor)
        let terms = environment.terms
        if let stored = try origin.recall(in: rows, terms.mutationMemory, at: now, terms) {
            return Decision(LogOutHandsetReply(loggedOut: stored.flags == 1))
        }
        try before.checkActive(at: now)
        guard before.type != .main else { throw .mainNumberHasNoHandset }
        let isLoggedIn = before.handsetLogin != nil
        var record = before
        var changes = Changes()
        if isLoggedIn {
            record.handsetLogin = nil
            record.touch(at: now)
            changes.numbers = [record]
        }
        changes.audit = [origin.audit(.logOutHandset, isLoggedIn ? .done : .unchanged, record, at: now)]
        let stored = StoredOutcome(code: 1, flags: isLoggedIn ? 1 : 0, generation: record.version, time: now)
        return origin.conclude(
            LogOutHandsetReply(loggedOut: isLoggedIn), changes, stored, terms, validateOnly: validateOnly)
    }
}

/// What a logout did.
package struct LogOutHandsetReply: Sendable, Hashable {
    /// Whether anybody was logged in.
    package let loggedOut: Bool
}
