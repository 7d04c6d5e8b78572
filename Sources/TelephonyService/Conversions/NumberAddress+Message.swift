internal import TelephonyCore
internal import TelephonyMessages
internal import Trunk

extension NumberAddress {
    /// The address in a request, in canonical form only (T-6).
    ///
    /// - Throws: INVALID_ARGUMENT naming the field.
    init(_ ref: NumberRef?, field: String = "number") throws(RPCError) {
        switch ref?.ref {
        case .e164(let text):
            guard let number = E164(text) else {
                throw RequestFields.invalid("\(field).e164", "not E.164: a plus, then 2 to 15 digits, no spaces")
            }
            self = .e164(number)
        case .siteExtension(let place):
            guard let number = ExtensionNumber(place.extension) else {
                throw RequestFields.invalid("\(field).site_extension.extension", "not 2 to 8 digits")
            }
            self = .extensionAtSite(
                number, try RequestFields.id(place.siteID, field: "\(field).site_extension.site_id"))
        case nil:
            throw RequestFields.invalid(field, "missing")
        }
    }

    /// The addresses of a list, 1 to 1,000 of them.
    static func list(_ refs: [NumberRef]) throws(RPCError) -> [NumberAddress] {
        guard !refs.isEmpty else { throw RequestFields.invalid("numbers", "missing") }
        guard refs.count <= 1_000 else { throw RequestFields.invalid("numbers", "more than 1000") }
        var addresses: [NumberAddress] = []
        addresses.reserveCapacity(refs.count)
        for (index, ref) in refs.enumerated() { addresses.append(try NumberAddress(ref, field: "numbers[\(index)]")) }
        return addresses
    }
}

extension NumberOwner {
    /// The owner in a request.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field.
    init(_ owner: Owner?, field: String = "owner") throws(RPCError) {
        switch owner?.owner {
        case .operatorID(let id): self = .operator(try RequestFields.id(id, field: "\(field).operator_id"))
        case .occupierID(let id): self = .occupier(try RequestFields.id(id, field: "\(field).occupier_id"))
        case nil: throw RequestFields.invalid(field, "missing")
        }
    }

    /// The owner in a reply.
    var message: Owner {
        switch self {
        case .operator(let id): Owner(owner: .operatorID(id.text))
        case .occupier(let id): Owner(owner: .occupierID(id.text))
        }
    }
}
