internal import TelephonyCommandLine
internal import TelephonyMessages

/// Checks one row and finds everything wrong with it, not only the first thing.
struct RowCheck {
    /// Longest label, in bytes.
    static let labelBytesMax = 64

    /// What was found so far.
    private(set) var problems: [RowProblem] = []
    private let line: Int
    private let cells: [ProvisionColumn: String]
    private let defaultSite: String?

    /// A check of these cells; a row without a site belongs to `defaultSite`.
    init(line: Int, cells: [ProvisionColumn: String], defaultSite: String?) {
        self.line = line
        self.cells = cells
        self.defaultSite = defaultSite
    }

    /// The row. It is of use only when there are no problems.
    mutating func row() -> ProvisionRow? {
        let number = cell(.number)
        if !Spelling.isE164(number) {
            let advice = Spelling.canonicalE164(number).map { "; write \($0)" } ?? ""
            report(.number, number.isEmpty ? "missing" : "not + and 2 to 15 digits\(advice)")
        }
        let digits = cell(.extension)
        if !Spelling.isExtension(digits) { report(.extension, digits.isEmpty ? "missing" : "not 2 to 8 digits") }
        let site = cell(.site).isEmpty ? defaultSite ?? "" : cell(.site)
        if site.isEmpty {
            report(.site, "missing; fill the column or give --site")
        } else if !Spelling.isID(site) {
            report(.site, "no id: 1 to 63 of a-z, 0-9 and hyphen")
        }
        let type = type()
        let owner = owner()
        let label = cell(.label)
        if label.utf8.count > Self.labelBytesMax { report(.label, "more than \(Self.labelBytesMax) bytes") }
        let user = cell(.user)
        if !user.isEmpty, !Spelling.isID(user) { report(.user, "no id: 1 to 63 of a-z, 0-9 and hyphen") }
        let isActivated = isActivated()
        checkTogether(type, hasOwner: owner != nil, user: user, label: label, isActivated)
        guard problems.isEmpty else { return nil }
        return ProvisionRow(
            line: line, spec: NumberSpec(e164: number, extension: digits, siteID: site, type: type), owner: owner,
            label: label, user: user, isActivated: isActivated)
    }

    private mutating func type() -> NumberType {
        let text = cell(.type)
        if text.isEmpty { return .ordinary }
        if let type = NumberType(typed: text), type != .unspecified { return type }
        report(.type, "not ordinary or main")
        return .ordinary
    }

    private mutating func owner() -> Owner? {
        let text = cell(.owner)
        if text.isEmpty { return nil }
        let owner = Owner(typed: text)
        if owner == nil { report(.owner, "not operator:ID or occupier:ID") }
        return owner ?? Owner()
    }

    private mutating func isActivated() -> Bool {
        switch cell(.activate).lowercased() {
        case "yes", "y", "true", "1": return true
        case "no", "n", "false", "0", "": return false
        default:
            report(.activate, "not yes or no")
            return false
        }
    }

    private mutating func checkTogether(
        _ type: NumberType, hasOwner: Bool, user: String, label: String, _ isActivated: Bool
    ) {
        if isActivated, !hasOwner { report(.activate, "needs an owner") }
        if !user.isEmpty, !isActivated { report(.user, "needs activate = yes") }
        if !user.isEmpty, type == .main { report(.user, "a main number has no user") }
        if !label.isEmpty, !isActivated { report(.label, "needs activate = yes") }
    }

    private func cell(_ column: ProvisionColumn) -> String { cells[column] ?? "" }

    private mutating func report(_ column: ProvisionColumn, _ text: String) {
        problems.append(RowProblem(line: line, place: column.rawValue, text: text))
    }
}
