/// Durations of the domain that an installation may set.
package struct DomainTerms: Sendable, Hashable {
    /// How long a deactivated number rests before its owner may use it again.
    package var cooldown: Duration = .seconds(24 * 3600)
    /// How long a number that was given back is kept from other organisations.
    package var reassignmentHold: Duration = .seconds(45 * 24 * 3600)
    /// How long a number may be pending before it falls back.
    package var pendingDeadline: Duration = .seconds(300)
    /// How long a change token lives.
    package var changeTokenLife: Duration = .seconds(300)
    /// How long the outcome of a sign-in is kept for its retries.
    package var signInMemory: Duration = .seconds(600)
    /// How long the outcome of a mutation is kept for its retries.
    package var mutationMemory: Duration = .seconds(24 * 3600)

    /// How far the clock of whoever makes a request id may be ahead.
    package var requestClockAhead: Duration = .seconds(300)
    /// Who carries changes of state out at the phone system.
    package var provisioning = Provisioning.immediate

    /// The defaults.
    package init() {}
}
