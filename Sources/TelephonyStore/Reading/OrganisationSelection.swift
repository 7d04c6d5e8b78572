package import TelephonyCore

/// Which operators, sites, occupiers or users. What is nil does not filter, nor does what the kind does not have.
package struct OrganisationSelection: Sendable, Hashable {
    /// What the actor may see.
    package let scope: Scope
    /// Of this operator.
    package var operatorID: OperatorID?
    /// With a contract at this site; for occupiers.
    package var site: SiteID?
    /// Of this organisation; for users.
    package var owner: NumberOwner?

    /// All of a scope.
    package init(scope: Scope, operatorID: OperatorID? = nil, site: SiteID? = nil, owner: NumberOwner? = nil) {
        self.scope = scope
        self.operatorID = operatorID
        self.site = site
        self.owner = owner
    }
}
