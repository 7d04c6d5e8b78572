/// A landlord.
package struct OperatorRecord: Sendable, Hashable {
    /// Its id.
    package let id: OperatorID
    /// Its name, at most 128 bytes.
    package var name: String

    /// A record with all its columns.
    package init(id: OperatorID, name: String) {
        self.id = id
        self.name = name
    }
}

/// A place where numbers can be used.
package struct SiteRecord: Sendable, Hashable {
    /// Its id.
    package let id: SiteID
    /// Who runs it.
    package let operatorID: OperatorID
    /// Its name, at most 128 bytes.
    package var name: String
    /// IANA time zone, at most 64 bytes.
    package var timeZone: String

    /// A record with all its columns.
    package init(id: SiteID, operatorID: OperatorID, name: String, timeZone: String) {
        self.id = id
        self.operatorID = operatorID
        self.name = name
        self.timeZone = timeZone
    }
}

/// A tenant company.
package struct OccupierRecord: Sendable, Hashable {
    /// Its id.
    package let id: OccupierID
    /// Its landlord.
    package let operatorID: OperatorID
    /// Its name, at most 128 bytes.
    package var name: String
    /// Sites where it has a contract, at most 100, sorted.
    package var sites: [SiteID]

    /// A record with all its columns.
    package init(id: OccupierID, operatorID: OperatorID, name: String, sites: [SiteID]) {
        self.id = id
        self.operatorID = operatorID
        self.name = name
        self.sites = sites
    }
}

/// A person who can hold numbers.
package struct UserRecord: Sendable, Hashable {
    /// Its id.
    package let id: UserID
    /// Where the person belongs.
    package let owner: NumberOwner
    /// Operator of the owner; kept here so that scope is judged on the row alone.
    package let operatorID: OperatorID
    /// Name, at most 128 bytes.
    package var name: String
    /// E-mail address, at most 254 bytes; empty for none.
    package var email: String

    /// A record with all its columns.
    package init(id: UserID, owner: NumberOwner, operatorID: OperatorID, name: String, email: String) {
        self.id = id
        self.owner = owner
        self.operatorID = operatorID
        self.name = name
        self.email = email
    }
}
