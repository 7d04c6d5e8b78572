extension NumberRecord {
    /// Where the number is at `now`: what has run out by the clock counts as over, although nobody has written it yet.
    /// A cooldown that is over is RESERVED; a pending number past its deadline is back where it came from.
    package func state(at now: WallTime) -> NumberState {
        switch state {
        case .cooldown(let until) where now >= until: owner == nil ? .available : .reserved
        case .pending(.activating, let deadline) where now >= deadline: .reserved
        case .pending(.deactivating, let deadline) where now >= deadline: .active
        default: state
        }
    }

    /// Whether it spends an entitlement, by what is stored: from the moment activation begins until it is deactivated,
    /// or until a command puts down that an activation has lapsed.
    package var spendsEntitlement: Bool {
        switch state {
        case .active, .pending: true
        case .available, .reserved, .cooldown: false
        }
    }

    /// When COOLDOWN or PENDING ends; nil in other states.
    package func stateExpireTime(at now: WallTime) -> WallTime? {
        switch state(at: now) {
        case .cooldown(let until): until
        case .pending(_, let deadline): deadline
        case .available, .reserved, .active: nil
        }
    }

    /// What its sealed values are bound to.
    package var binding: PINBinding { PINBinding(number: id, owner: owner) }

    /// Raises the version, once per command.
    package mutating func touch(at now: WallTime) {
        version &+= 1
        updateTime = now
    }

    /// Checks the etag that the caller expects, if any.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package func checkVersion(_ expected: UInt64?) throws(Refusal) {
        if let expected, expected != version { throw .versionMismatch }
    }

    /// Checks that the number is in use (S-14, R-18).
    ///
    /// - Throws: `Refusal.numberNotActive`.
    package func checkActive(at now: WallTime) throws(Refusal) {
        let state = state(at: now)
        guard state == .active else { throw .numberNotActive(state) }
    }

    /// Checks that the number is RESERVED.
    ///
    /// - Throws: `Refusal.numberInCooldown` or `.numberNotReserved`.
    package func checkReserved(at now: WallTime) throws(Refusal) {
        let state = state(at: now)
        if case .cooldown(let until) = state { throw .numberInCooldown(until: until) }
        guard state == .reserved else { throw .numberNotReserved(state) }
    }
}
