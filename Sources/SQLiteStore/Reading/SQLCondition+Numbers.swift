internal import TelephonyCore
internal import TelephonyStore

extension SQLCondition {
    /// What a selection of numbers demands, after a position.
    init(_ selection: NumberSelection, after position: NumberPosition? = nil) {
        addScope(selection.scope)
        if let owner = selection.owner { add(owner) }
        if let site = selection.site { add("site = ?", .text(site.text)) }
        if let type = selection.type { add("type = \(type.rawValue)") }
        if let user = selection.user { add("user = ?", .text(user.text)) }
        addStates(selection.states, now: selection.now)
        addText(selection.text)
        if let isAssigned = selection.isAssigned { add("user IS \(isAssigned ? "NOT " : "")NULL") }
        if let kind = selection.pinKind { add("pin_verifier IS \(kind == .custom ? "NOT " : "")NULL") }
        if let isLoggedIn = selection.isLoggedIn { add("handset_device IS \(isLoggedIn ? "NOT " : "")NULL") }
        addLock(selection)
        switch (selection.order, position) {
        case (_, nil): break
        case (.e164, let position?): add("e164 > ?", .number(Int64(clamping: position.e164)))
        case (.extensionNumber, let position?):
            add(
                "(extension, e164) > (?, ?)", .number(Int64(clamping: position.extensionNumber)),
                .number(Int64(clamping: position.e164)))
        }
    }

    /// The scope as the core judges it (`NumberRecord.isVisible`).
    private mutating func addScope(_ scope: Scope) {
        switch scope {
        case .platform: break
        case .operator(let id): add("site_operator = ?", .text(id.text))
        case .occupier(let id): add(.occupier(id))
        case .user(let id): add("user = ?", .text(id.text))
        }
    }

    /// The state as the core sees it at a time (`NumberRecord.state(at:)`).
    private mutating func addStates(_ states: Set<NumberSelection.State>, now: WallTime) {
        if states.isEmpty || states.count == NumberSelection.State.allCases.count { return }
        let codes = states.flatMap { state in
            switch state {
            case .available: [1]
            case .reserved: [2]
            case .pending: [3, 4]
            case .active: [5]
            case .cooldown: [6]
            }
        }
        let list = codes.sorted().map(String.init).joined(separator: ", ")
        add(
            """
            CASE WHEN state_until IS NULL OR state_until > ? THEN state WHEN state = 3 THEN 2 WHEN state = 4 THEN 5 \
            WHEN owner IS NULL THEN 1 ELSE 2 END IN (\(list))
            """, .number(now.microseconds))
    }

    /// LIKE ignores the case of ASCII letters only; its own wildcards are taken literally.
    private mutating func addText(_ text: String) {
        if text.isEmpty { return }
        var escaped = ""
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(character)
        }
        let pattern = Value.text("%\(escaped)%")
        add(
            """
            ('+' || e164 LIKE ? ESCAPE '\\' OR substr(printf('%x', extension), 2) LIKE ? ESCAPE '\\' \
            OR label LIKE ? ESCAPE '\\')
            """, pattern, pattern, pattern)
    }

    /// The lock as the core sees it at a time (`PINRecord.isLocked`).
    private mutating func addLock(_ selection: NumberSelection) {
        guard let isLocked = selection.isLocked else { return }
        // Locks before this moment are over by the clock.
        let since = selection.lockDuration.map { selection.now.adding(.zero - $0) } ?? WallTime(microseconds: .min)
        if isLocked {
            add("pin_lock_time > ?", .number(since.microseconds))
        } else {
            add("(pin_lock_time IS NULL OR pin_lock_time <= ?)", .number(since.microseconds))
        }
    }
}
