internal import TelephonyCore

extension Role {
    private static let texts: [(Role, String)] = [
        (.platform, "platform"), (.operatorAdmin, "operator-admin"), (.operatorUser, "operator-user"),
        (.occupierAdmin, "occupier-admin"), (.occupierUser, "occupier-user"), (.pbx, "pbx"), (.auditor, "auditor"),
    ]

    /// The role as token files spell it.
    init?(text: String) {
        guard let match = Self.texts.first(where: { $0.1 == text }) else { return nil }
        self = match.0
    }

    /// The spelling in token files.
    var text: String { Self.texts.first { $0.0 == self }?.1 ?? "" }

    /// All spellings, for error messages.
    static var allTexts: String { texts.map(\.1).joined(separator: ", ") }
}

extension Scope {
    /// The scope as token files spell it: `platform`, `operator:ID`, `occupier:ID`, `user:ID`.
    init?(text: String) {
        if text == "platform" {
            self = .platform
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "operator": guard let id = OperatorID(parts[1]) else { return nil }; self = .operator(id)
        case "occupier": guard let id = OccupierID(parts[1]) else { return nil }; self = .occupier(id)
        case "user": guard let id = UserID(parts[1]) else { return nil }; self = .user(id)
        default: return nil
        }
    }

    /// The spelling in token files.
    var text: String {
        switch self {
        case .platform: "platform"
        case .operator(let id): "operator:\(id.text)"
        case .occupier(let id): "occupier:\(id.text)"
        case .user(let id): "user:\(id.text)"
        }
    }
}
