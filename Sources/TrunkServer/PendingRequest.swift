internal import Trunk

/// A call whose request has not arrived completely. A class, because it is rare and would make every call's record
/// large.
final class PendingRequest {
    let entry: Router.Entry
    let context: CallContext

    init(entry: Router.Entry, context: CallContext) {
        self.entry = entry
        self.context = context
    }
}
