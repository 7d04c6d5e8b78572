internal import TelephonyCore
internal import TelephonyStore

extension SQLCondition {
    /// Operators of a selection, after an id.
    init(operators selection: OrganisationSelection, after id: OperatorID?) {
        switch selection.scope {
        case .platform: break
        case .operator(let own): add("id = ?", .text(own.text))
        case .occupier, .user: add("0")
        }
        if let wanted = selection.operatorID { add("id = ?", .text(wanted.text)) }
        addPosition(id)
    }

    /// Sites of a selection, after an id.
    init(sites selection: OrganisationSelection, after id: SiteID?) {
        switch selection.scope {
        case .platform: break
        case .operator(let own): add("operator = ?", .text(own.text))
        case .occupier(let own):
            add("id IN (SELECT site FROM occupier_sites WHERE occupier = ?)", .text(own.text))
        case .user: add("0")
        }
        if let wanted = selection.operatorID { add("operator = ?", .text(wanted.text)) }
        addPosition(id)
    }

    /// Occupiers of a selection, after an id.
    init(occupiers selection: OrganisationSelection, after id: OccupierID?) {
        switch selection.scope {
        case .platform: break
        case .operator(let own): add("operator = ?", .text(own.text))
        case .occupier(let own): add("id = ?", .text(own.text))
        case .user: add("0")
        }
        if let wanted = selection.operatorID { add("operator = ?", .text(wanted.text)) }
        if let site = selection.site {
            add("id IN (SELECT occupier FROM occupier_sites WHERE site = ?)", .text(site.text))
        }
        addPosition(id)
    }

    /// Users of a selection, after an id.
    init(users selection: OrganisationSelection, after id: UserID?) {
        switch selection.scope {
        case .platform: break
        case .operator(let own): add("operator = ?", .text(own.text))
        case .occupier(let own): add(.occupier(own))
        case .user(let own): add("id = ?", .text(own.text))
        }
        if let wanted = selection.operatorID { add("operator = ?", .text(wanted.text)) }
        if let owner = selection.owner { add(owner) }
        addPosition(id)
    }

    private mutating func addPosition<Kind>(_ id: EntityID<Kind>?) {
        if let id { add("id > ?", .text(id.text)) }
    }
}
