/// Something that may change the state: a value that names its rows and decides, without I/O, clock or suspension.
///
/// One file each under `Commands/`. A store runs many in one transaction, in order; later ones see what earlier ones
/// changed. A command that throws adds nothing.
package protocol Command: Sendable {
    /// What the caller gets.
    associatedtype Reply: Sendable

    /// The rows it still needs, given those loaded so far; empty when it has all. Asked again after each load, so that
    /// a key may depend on a row (the entitlement of a number's owner). Ends after a few rounds, and keys of rows
    /// already loaded may be repeated.
    func missingRows(in rows: Rows) -> [RowKey]

    /// Decides.
    ///
    /// - Throws: `Refusal` when the command cannot be carried out; nothing is then written.
    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Reply>
}
