extension NumberRecord {
    /// The entitlement that this number spends, as it is when given back; nil when it spends none.
    ///
    /// - Throws: `Refusal.damaged` when the rows contradict each other.
    func entitlementGivenBack(in rows: Rows) throws(Refusal) -> EntitlementRecord? {
        guard spendsEntitlement else { return nil }
        guard let owner, var entitlement = rows.entitlement(of: owner, at: site), entitlement.used > 0 else {
            throw .damaged
        }
        entitlement.used -= 1
        return entitlement
    }
}
