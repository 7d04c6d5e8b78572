internal import TelephonyCommandLine

/// An enum of the schema whose values have names.
protocol NamedValue: Hashable, Sendable {
    /// What the schema's names begin with, underscore included.
    static var prefix: String { get }
    /// Every named value with its name, prefix left out.
    static var words: [(value: Self, word: String)] { get }
    /// The number on the wire.
    var rawValue: Int32 { get }
}

extension NamedValue {
    /// The name for people, prefix left out; a value that this version does not know is its number.
    var word: String { known ?? "\(rawValue)" }

    /// The name for programs as proto3 JSON writes it; a value that this version does not know is its number.
    var json: JSONValue { known.map { .text(Self.prefix + $0) } ?? .number(Int64(rawValue)) }

    /// The value that somebody means; case does not matter, hyphens are underscores.
    init?(typed text: String) {
        let wanted = String(text.uppercased().map { $0 == "-" ? "_" : $0 })
        guard let found = Self.words.first(where: { $0.word == wanted }) else { return nil }
        self = found.value
    }

    private var known: String? { Self.words.first { $0.value == self }?.word }
}
