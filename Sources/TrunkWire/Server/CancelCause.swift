/// Why a running handler is to be cancelled.
package enum CancelCause: Hashable, Sendable {
    /// The client sent RESET; END is sent when the handler has returned (TRK-321).
    case reset
    /// The client broke a rule within the call; END has been sent.
    case violation(Rule)
}
