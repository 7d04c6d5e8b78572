internal import TelephonyCore

/// The WHERE of a list, as fixed text with values beside it: never a value inside the text.
struct SQLCondition {
    /// A value to bind.
    enum Value {
        case number(Int64)
        case text(String)
    }

    private var terms: [String] = []
    private(set) var values: [Value] = []

    /// The clause; empty when everything matches.
    var clause: String { terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ") }

    /// Adds a term that must hold, with its values in order.
    mutating func add(_ term: String, _ values: Value...) {
        terms.append(term)
        self.values += values
    }

    /// Adds that a column holds an owner: `owner_kind` and `owner`.
    mutating func add(_ owner: NumberOwner) {
        switch owner {
        case .operator(let id): add("owner_kind = 1 AND owner = ?", .text(id.text))
        case .occupier(let id): add("owner_kind = 2 AND owner = ?", .text(id.text))
        }
    }

    /// Binds all values.
    func bind(to statement: SQLStatement) {
        for value in values {
            switch value {
            case .number(let number): statement.bind(number)
            case .text(let text): statement.bind(text)
            }
        }
    }
}
