internal import TelephonyCore
internal import TelephonyMessages
internal import TelephonyStore
internal import Trunk

extension NumberSelection {
    /// Takes over owner, site, filter and order of a request.
    mutating func take(_ request: ListNumbersRequest) throws(RPCError) {
        if let owner = request.owner { self.owner = try NumberOwner(owner) }
        site = try RequestFields.optionalID(request.siteID, field: "site_id")
        switch request.orderBy {
        case .e164, .unspecified: order = .e164
        case .extension: order = .extensionNumber
        case .unrecognized: throw RequestFields.invalid("order_by", "not known")
        }
        if let filter = request.filter { try take(filter) }
    }

    private mutating func take(_ filter: NumberFilter) throws(RPCError) {
        for state in filter.states { states.insert(try Self.state(state)) }
        text = try RequestFields.text(
            filter.text, field: "filter.text", bytesMax: Self.textBytesMax, mayBeEmpty: true)
        user = try RequestFields.optionalID(filter.userID, field: "filter.user_id")
        isAssigned = filter.assigned
        switch filter.pinKind {
        case .unspecified: pinKind = nil
        case .default: pinKind = .default
        case .custom: pinKind = .custom
        case .unrecognized: throw RequestFields.invalid("filter.pin_kind", "not known")
        }
        isLocked = filter.locked
        isLoggedIn = filter.handsetLoggedIn
    }

    private static func state(_ state: TelephonyMessages.NumberState) throws(RPCError) -> State {
        switch state {
        case .available: .available
        case .reserved: .reserved
        case .pending: .pending
        case .active: .active
        case .cooldown: .cooldown
        case .unspecified, .unrecognized: throw RequestFields.invalid("filter.states", "not known")
        }
    }
}
