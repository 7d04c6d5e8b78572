/// Names one suspended write, so that the cancellation of its task finds it, whichever of the two comes first.
///
/// `@unchecked Sendable`: touched on the call's loop alone.
final class WriteTicket: @unchecked Sendable {
    var isCancelled = false
    weak var write: PendingWrite?
}
