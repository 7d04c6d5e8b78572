/// A phone number as it is stored.
package struct NumberRecord: Sendable, Hashable {
    /// Its name for life.
    package let id: NumberID
    /// Its public number; unique.
    package let e164: E164
    /// Its extension; unique at the site.
    package let extensionNumber: ExtensionNumber
    /// Where it can be used.
    package let site: SiteID
    /// The operator that runs the site; kept here so that scope is judged on the row alone.
    package let siteOperator: OperatorID
    /// What it is for.
    package var type: NumberType
    /// Where it is in its life, with what belongs to that state.
    package var state: NumberState
    /// Who owns it; nil while available.
    package var owner: NumberOwner?
    /// Who holds it.
    package var user: UserID?
    /// What its holder configured.
    package var configuration: NumberConfiguration
    /// Who is logged in at a handset.
    package var handsetLogin: HandsetLogin?
    /// Its PIN, sealed.
    package var pin: PINRecord
    /// Raised by every change except the counting of tries; the etag.
    package var version: UInt64
    /// When it was provisioned.
    package let createTime: WallTime
    /// When it last changed; counting a try is no change.
    package var updateTime: WallTime
    /// Until when it may not go to another organisation than the last owner.
    package var hold: ReassignmentHold?

    /// A record with all its columns.
    package init(
        id: NumberID, e164: E164, extensionNumber: ExtensionNumber, site: SiteID, siteOperator: OperatorID,
        type: NumberType, state: NumberState, owner: NumberOwner?, user: UserID?, configuration: NumberConfiguration,
        handsetLogin: HandsetLogin?, pin: PINRecord, version: UInt64, createTime: WallTime, updateTime: WallTime,
        hold: ReassignmentHold?
    ) {
        self.id = id
        self.e164 = e164
        self.extensionNumber = extensionNumber
        self.site = site
        self.siteOperator = siteOperator
        self.type = type
        self.state = state
        self.owner = owner
        self.user = user
        self.configuration = configuration
        self.handsetLogin = handsetLogin
        self.pin = pin
        self.version = version
        self.createTime = createTime
        self.updateTime = updateTime
        self.hold = hold
    }
}
