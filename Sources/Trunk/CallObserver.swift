/// Told of every call that has ended, refused ones included. Called on the call's event loop: it must not block.
package protocol CallObserver: Sendable {
    /// The call is over. Exactly once per call.
    func callEnded(_ record: CallRecord)
}
