internal import TelephonyCommandLine
internal import TelephonyMessages

extension Owner {
    /// An owner as a file names it: `operator:ID` or `occupier:ID`; nil for anything else.
    init?(typed text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let id = String(text[text.index(after: colon)...])
        guard Spelling.isID(id) else { return nil }
        switch text[..<colon] {
        case "operator": self.init(owner: .operatorID(id))
        case "occupier": self.init(owner: .occupierID(id))
        default: return nil
        }
    }

    /// The same for people and files; empty when there is none.
    var text: String {
        switch owner {
        case .operatorID(let id): "operator:\(id)"
        case .occupierID(let id): "occupier:\(id)"
        case nil: ""
        }
    }

    /// As JSON.
    var json: JSONValue {
        switch owner {
        case .operatorID(let id): .object([("operatorId", .text(id))])
        case .occupierID(let id): .object([("occupierId", .text(id))])
        case nil: .object([])
        }
    }
}
