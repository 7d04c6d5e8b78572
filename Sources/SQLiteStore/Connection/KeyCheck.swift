internal import GRDB
internal import TelephonyCore

/// Opens a few sealed values of each kind before anybody is let in: with the wrong keys nothing could be read, but new
/// values would be sealed under them and never open again under the right ones (RL-25).
///
/// One value that opens is enough: a damaged row is the business of whoever asks for that row.
enum KeyCheck {
    /// Rows that are tried for each kind.
    private static let triesMax = 16
    /// Most rows that are looked at for some with a custom PIN.
    private static let rowsMax = 1_000

    /// Checks the keys against the oldest rows; a store without numbers takes any keys.
    ///
    /// - Throws: `OpenError.vaultRefused`.
    static func run(_ queue: DatabaseQueue, _ vault: some PINVault) throws(OpenError) {
        let rows = "(SELECT \(NumberColumns.list) FROM numbers LIMIT \(rowsMax))"
        let any = numbers("SELECT \(NumberColumns.list) FROM \(rows) LIMIT \(triesMax)", queue)
        let custom = numbers(
            "SELECT \(NumberColumns.list) FROM \(rows) WHERE pin_verifier IS NOT NULL LIMIT \(triesMax)", queue)
        let opensDefaults =
            any.isEmpty || any.contains { (try? vault.open($0.pin.sealedDefault, $0.binding).count) != nil }
        let opensVerifiers =
            custom.isEmpty
            || custom.contains { number in
                guard let verifier = number.pin.verifier else { return false }
                return (try? vault.matches(PIN(digits: CollectionOfOne(0)), verifier, number.binding)) != nil
            }
        guard opensDefaults, opensVerifiers else {
            throw .vaultRefused("no sealed PIN opens; start with the key file that this store was written with")
        }
    }

    /// The rows of a statement as far as they can be understood.
    private static func numbers(_ sql: String, _ queue: DatabaseQueue) -> [NumberRecord] {
        let rows = try? queue.writeWithoutTransaction { database in
            try SQLStatement(database, sql).all { row in try? NumberColumns.read(row) }
        }
        return rows?.compactMap(\.self) ?? []
    }
}
