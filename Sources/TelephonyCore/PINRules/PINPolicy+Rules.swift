extension PINPolicy {
    /// Every rule that a candidate breaks at a number, all at once (S-22…S-30).
    ///
    /// - Throws: `Refusal.damaged` when a sealed value does not open.
    package func violations(
        of pin: borrowing PIN, for number: NumberRecord, _ vault: some PINVault
    ) throws(Refusal) -> PINViolations {
        var broken = structuralViolations(of: pin, extensionNumber: number.extensionNumber)
        do {
            broken.formUnion(try secretViolations(of: pin, number.pin, number.binding, vault))
        } catch {
            throw .damaged
        }
        return broken
    }
}
