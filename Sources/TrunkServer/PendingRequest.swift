internal import NIOCore
internal import Trunk

/// A call whose handler cannot start yet: its request has not arrived completely, or is being inflated. A class,
/// because it is rare and would make every call's record large.
final class PendingRequest {
    let entry: Router.Entry
    let context: CallContext
    let receivedAt: NIODeadline

    init(entry: Router.Entry, context: CallContext, receivedAt: NIODeadline) {
        self.entry = entry
        self.context = context
        self.receivedAt = receivedAt
    }
}
