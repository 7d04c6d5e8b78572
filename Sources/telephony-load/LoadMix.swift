internal import ArgumentParser

/// How often each operation is called, by weight: `sign-in=90,lookup=8,reset=2`.
struct LoadMix: Sendable, Hashable {
    /// Largest weight.
    static let weightMax = 1_000_000

    /// The operations, in the order given, with weights above zero.
    let parts: [Part]
    private let total: UInt64

    /// One operation and its weight.
    struct Part: Sendable, Hashable {
        /// The operation.
        var operation: LoadOperation
        /// Its weight, 1 to `weightMax`.
        var weight: UInt64
    }

    /// Nil for anything that is no mix: unknown or repeated names, weights out of range, all of them zero.
    init?(_ text: String) {
        var parts: [Part] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = word.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let operation = LoadOperation(rawValue: String(sides[0])),
                let weight = UInt64(sides[1]), weight <= Self.weightMax,
                !parts.contains(where: { $0.operation == operation })
            else { return nil }
            parts.append(Part(operation: operation, weight: weight))
        }
        self.parts = parts.filter { $0.weight > 0 }
        total = self.parts.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
    }

    /// The operations in it.
    var operations: [LoadOperation] { parts.map(\.operation) }

    /// The operation for a random number.
    func operation(for random: UInt64) -> LoadOperation {
        var rest = random % total
        for part in parts {
            if rest < part.weight { return part.operation }
            rest -= part.weight
        }
        return parts[0].operation
    }

    /// As it was written.
    var text: String { parts.map { "\($0.operation.rawValue)=\($0.weight)" }.joined(separator: ",") }
}

extension LoadMix: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }

    var defaultValueDescription: String { text }
}
