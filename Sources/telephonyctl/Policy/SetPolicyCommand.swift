internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// `telephonyctl policy set`.
struct SetPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a policy; what is not given stays.",
        discussion: """
            Reads the policy, changes it, and writes it back only if nobody else did meanwhile (exit status 75). PINs in \
            force stay valid; later changes obey the new policy.

            EXAMPLE
              telephonyctl policy set --site london --min-length 6 --reason "audit finding 12"
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Level") var level: PolicyScopeOptions
    @OptionGroup(title: "Policy") var policy: PolicyOptions
    @OptionGroup var reason: ReasonOptions
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var confirmation: ConfirmationOptions

    func run() async throws {
        let scope = try level.required()
        try await Session.run(connection, output) { session in
            let current = try await session.pins.getPolicy(
                GetPolicyRequest(scope: scope), options: session.options)
            let before = current.policy ?? PinPolicy()
            let after = policy.applied(to: before)
            guard after != before else {
                session.console.note("nothing to change: the policy is like that already")
                session.printer.show(before.answer(version: current.version))
                return
            }
            try confirmation.confirm("Change this policy?", mutation, session.console)
            let response = try await session.pins.setPolicy(
                SetPolicyRequest(
                    scope: scope, policy: after, ifVersion: current.version, reason: reason.reason,
                    validateOnly: mutation.isDryRun),
                options: session.options)
            mutation.noteDryRun(session.console)
            session.printer.show((response.policy ?? after).answer(version: response.version))
        }
    }
}
