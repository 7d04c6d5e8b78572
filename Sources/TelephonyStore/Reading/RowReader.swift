package import TelephonyCore

/// The rows of one consistent state, as queries see them. Synchronous; valid for the time of one query.
///
/// Single rows come without regard to scope: the query judges them (`isVisible`). Lists are filtered by the scope of
/// their selection. Everything throws `StoreError.unavailable` when the backend cannot read, and
/// `.refused(.damaged)` when a row cannot be understood.
package protocol RowReader {
    /// The number at an address.
    func number(_ address: NumberAddress) throws(StoreError) -> NumberRecord?
    /// The main number of an owner at a site.
    func mainNumber(of owner: NumberOwner, at site: SiteID) throws(StoreError) -> NumberRecord?
    /// Numbers in the order of the selection.
    func numbers(_ selection: NumberSelection, after: NumberPosition?, limit: Int) throws(StoreError) -> [NumberRecord]
    /// How many numbers a selection meets in all.
    func count(_ selection: NumberSelection) throws(StoreError) -> UInt32

    /// An operator.
    func `operator`(_ id: OperatorID) throws(StoreError) -> OperatorRecord?
    /// A site.
    func site(_ id: SiteID) throws(StoreError) -> SiteRecord?
    /// An occupier.
    func occupier(_ id: OccupierID) throws(StoreError) -> OccupierRecord?
    /// A user.
    func user(_ id: UserID) throws(StoreError) -> UserRecord?

    /// Operators by id.
    func operators(_ selection: OrganisationSelection, after: OperatorID?, limit: Int) throws(StoreError)
        -> [OperatorRecord]
    /// Sites by id.
    func sites(_ selection: OrganisationSelection, after: SiteID?, limit: Int) throws(StoreError) -> [SiteRecord]
    /// Occupiers by id.
    func occupiers(_ selection: OrganisationSelection, after: OccupierID?, limit: Int) throws(StoreError)
        -> [OccupierRecord]
    /// Users by id.
    func users(_ selection: OrganisationSelection, after: UserID?, limit: Int) throws(StoreError) -> [UserRecord]

    /// The policy set at a level.
    func policy(_ level: PolicyLevel) throws(StoreError) -> PolicyRecord?
    /// An entitlement.
    func entitlement(of owner: NumberOwner, at site: SiteID) throws(StoreError) -> EntitlementRecord?
    /// When somebody last signed in at a number, on any surface.
    func lastSuccess(of number: NumberID) throws(StoreError) -> WallTime?

    /// The last revision of this state.
    func revision() throws(StoreError) -> UInt64
    /// Audit entries in order, from after a sequence number.
    func auditEntries(after sequence: UInt64, limit: Int) throws(StoreError) -> [StoredAuditEntry]
    /// Events in order, from after a revision; a revision is never cut in two, so there may be more than `limit`.
    func events(after revision: UInt64, limit: Int) throws(StoreError) -> [StoredEvent]
}
