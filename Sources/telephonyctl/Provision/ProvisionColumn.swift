/// A column of the file that `numbers provision` reads.
enum ProvisionColumn: String, CaseIterable, Sendable {
    case number
    case `extension`
    case site
    case type
    case owner
    case label
    case user
    case activate

    /// The column that a header names; case and white space around it do not matter.
    init?(header: String) {
        let name = header.lowercased().filter { $0 != " " && $0 != "\t" }
        self.init(rawValue: name)
    }
}
