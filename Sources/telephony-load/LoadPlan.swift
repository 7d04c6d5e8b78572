internal import TelephonyMessages
internal import Trunk

/// What a load does, and for how long.
struct LoadPlan: Sendable {
    /// Connections, each a client of its own.
    var connections: Int
    /// Calls that each connection has under way at any time.
    var outstanding: Int
    /// Time before anything is measured.
    var warmUp: Duration
    /// Time that is measured.
    var duration: Duration
    /// Most calls that are measured; nil for as many as the time allows.
    var callsMax: UInt64?
    /// What is called.
    var mix: LoadMix
    /// Which numbers.
    var targets: [LoadTarget]
    /// Where sign-ins happen.
    var surface: Surface
    /// Options of each call.
    var options: CallOptions
    /// Options of calls that staff make: resets, and reading Default PINs.
    var staffOptions: CallOptions
    /// Seed of the random order.
    var seed: UInt64
}
