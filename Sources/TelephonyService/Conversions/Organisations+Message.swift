internal import TelephonyCore
internal import TelephonyMessages

extension OperatorRecord {
    /// The operator in a reply.
    var message: Operator { Operator(id: id.text, name: name) }
}

extension SiteRecord {
    /// The site in a reply.
    var message: Site { Site(id: id.text, operatorID: operatorID.text, name: name, timeZone: timeZone) }
}

extension OccupierRecord {
    /// The occupier in a reply.
    var message: Occupier {
        Occupier(id: id.text, operatorID: operatorID.text, name: name, siteIDs: sites.map(\.text))
    }
}

extension UserRecord {
    /// The user in a reply.
    var message: User { User(id: id.text, owner: owner.message, name: name, email: email) }
}
