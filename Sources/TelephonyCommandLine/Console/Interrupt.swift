internal import Glibc
internal import Synchronization

/// Control-C for commands that have something to say before they end: the first one is noted, the second one ends the
/// process as usual.
package enum Interrupt {
    private static let isNoted = Atomic(false)

    /// Whether Control-C was pressed since `watch`.
    package static var isRequested: Bool { isNoted.load(ordering: .relaxed) }

    /// Notes the next SIGINT instead of ending.
    package static func watch() {
        isNoted.store(false, ordering: .relaxed)
        var action = sigaction()
        action.sa_flags = Int32(bitPattern: SA_RESETHAND.magnitude)
        action.__sigaction_handler.sa_handler = { _ in Interrupt.isNoted.store(true, ordering: .relaxed) }
        sigaction(SIGINT, &action, nil)
    }
}
