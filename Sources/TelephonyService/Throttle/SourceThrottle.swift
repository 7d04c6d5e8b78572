internal import Synchronization
package import TelephonyCore

/// The throttle in front of every method that takes a PIN: by origin behind a principal, and by principal (DESIGN: soft,
/// per process, bounded). Shared by all event loops, hence the lock; held for a look-up or a note, never across a wait.
package final class SourceThrottle: Sendable {
    private struct Tables {
        var origins: AttemptThrottle
        var principals: AttemptThrottle
    }

    private let tables: Mutex<Tables>

    /// A throttle that has seen nothing.
    package init(origin: ThrottleLimits = .origin, principal: ThrottleLimits = .principal) {
        tables = Mutex(
            Tables(
                origins: AttemptThrottle(origin), principals: AttemptThrottle(principal, slotCount: 4_096)))
    }

    /// How long this source must wait before its next try; nil when it may try now.
    package func wait(_ source: AttemptSource, now: WallTime) -> Duration? {
        tables.withLock { tables in
            let principal = tables.principals.wait(source: source.principal, now: now)
            guard let origin = source.origin else { return principal }
            return [principal, tables.origins.wait(source: origin, now: now)].compactMap { $0 }.max()
        }
    }

    /// Notes that this source failed at a number.
    package func failed(_ source: AttemptSource, at target: NumberAddress, now: WallTime) {
        let target = AttemptSource.hash(target)
        tables.withLock { tables in
            tables.principals.failed(source: source.principal, target: target, now: now)
            guard let origin = source.origin else { return }
            tables.origins.failed(source: origin, target: target, now: now)
        }
    }
}

/// Who tries, as the throttle knows them: hashes under a key of this process, so that nobody can aim at another's slot.
package struct AttemptSource: Sendable {
    /// The principal.
    let principal: UInt64
    /// The origin behind it; nil when the caller did not name one.
    let origin: UInt64?

    /// The source of an attempt.
    package init(actor: Actor, attempt: Attempt) {
        principal = Self.hash(actor.name)
        origin = attempt.address.isEmpty ? nil : Self.hash(actor.name, attempt.address)
    }

    static func hash(_ values: any Hashable & Sendable...) -> UInt64 {
        var hasher = Hasher()
        for value in values { hasher.combine(value) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
