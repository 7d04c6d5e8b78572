internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

/// `telephony.v1.TelephonyService`: requests become commands and queries, and their replies messages.
package struct TelephonyServiceProvider: TelephonyServiceHandler {
    let backend: ServiceBackend

    /// The service over a backend.
    package init(_ backend: ServiceBackend) { self.backend = backend }

    /// Creates numbers, all or none.
    package func provisionNumbers(
        _ request: ProvisionNumbersRequest, _ context: CallContext
    ) async throws(RPCError) -> ProvisionNumbersResponse {
        let command = ProvisionNumbers(
            origin: try backend.origin(context, requestID: request.requestID),
            numbers: try TelephonyCore.NumberSpec.list(request.numbers), validateOnly: request.validateOnly)
        let reply = try await backend.perform(command, context)
        return ProvisionNumbersResponse(ids: reply.ids.map(\.uuid.text))
    }

    /// Allocates numbers to an owner, all or none.
    package func allocateNumbers(
        _ request: AllocateNumbersRequest, _ context: CallContext
    ) async throws(RPCError) -> AllocateNumbersResponse {
        let command = AllocateNumbers(
            origin: try backend.origin(context, requestID: request.requestID),
            numbers: try NumberAddress.list(request.numbers), owner: try NumberOwner(request.owner),
            validateOnly: request.validateOnly)
        return AllocateNumbersResponse(allocated: try await backend.perform(command, context).count)
    }

    /// Takes numbers back, all or none.
    package func deallocateNumbers(
        _ request: DeallocateNumbersRequest, _ context: CallContext
    ) async throws(RPCError) -> DeallocateNumbersResponse {
        let command = DeallocateNumbers(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            numbers: try NumberAddress.list(request.numbers), validateOnly: request.validateOnly)
        return DeallocateNumbersResponse(deallocated: try await backend.perform(command, context).count)
    }

    /// Makes a number a main number, or an ordinary one again.
    package func nominateMainNumber(
        _ request: NominateMainNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> NominateMainNumberResponse {
        let command = NominateMainNumber(
            origin: try backend.origin(context, requestID: request.requestID),
            number: try NumberAddress(request.number), isMain: request.main,
            expectedVersion: try RequestFields.version(etag: request.etag), validateOnly: request.validateOnly)
        return NominateMainNumberResponse(number: try await backend.perform(command, context).number.message())
    }

    /// Sets how many numbers an owner may have active at a site.
    package func grantVoiceServices(
        _ request: GrantVoiceServicesRequest, _ context: CallContext
    ) async throws(RPCError) -> GrantVoiceServicesResponse {
        let command = GrantVoiceServices(
            origin: try backend.origin(context, requestID: request.requestID), owner: try NumberOwner(request.owner),
            site: try RequestFields.id(request.siteID, field: "site_id"), count: request.count,
            validateOnly: request.validateOnly)
        let reply = try await backend.perform(command, context)
        return GrantVoiceServicesResponse(count: reply.count, used: reply.used)
    }

    /// Takes a number into use.
    package func activateNumber(
        _ request: ActivateNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> ActivateNumberResponse {
        let command = ActivateNumber(
            origin: try backend.origin(context, requestID: request.requestID),
            number: try NumberAddress(request.number), expectedVersion: try RequestFields.version(etag: request.etag),
            validateOnly: request.validateOnly)
        return ActivateNumberResponse(number: try await backend.perform(command, context).number.message())
    }

    /// Takes a number out of use, in one act.
    package func deactivateNumber(
        _ request: DeactivateNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> DeactivateNumberResponse {
        let command = DeactivateNumber(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            number: try NumberAddress(request.number), expectedVersion: try RequestFields.version(etag: request.etag),
            requiresUnassigned: request.requireUnassigned, validateOnly: request.validateOnly)
        let reply = try await backend.perform(command, context)
        return DeactivateNumberResponse(
            number: reply.number.message(), unlocked: reply.unlocked, pinWiped: reply.pinWiped)
    }
}

extension TelephonyCore.NumberSpec {
    /// The numbers of a request, 1 to 1,000 of them, each field named when it is wrong.
    static func list(_ specs: [TelephonyMessages.NumberSpec]) throws(RPCError) -> [TelephonyCore.NumberSpec] {
        guard !specs.isEmpty else { throw RequestFields.invalid("numbers", "missing") }
        guard specs.count <= 1_000 else { throw RequestFields.invalid("numbers", "more than 1000") }
        var list: [TelephonyCore.NumberSpec] = []
        list.reserveCapacity(specs.count)
        for (index, spec) in specs.enumerated() {
            let field = "numbers[\(index)]"
            guard let e164 = E164(spec.e164) else {
                throw RequestFields.invalid("\(field).e164", "not E.164: a plus, then 2 to 15 digits, no spaces")
            }
            guard let number = ExtensionNumber(spec.extension) else {
                throw RequestFields.invalid("\(field).extension", "not 2 to 8 digits")
            }
            let site: SiteID = try RequestFields.id(spec.siteID, field: "\(field).site_id")
            let type: TelephonyCore.NumberType
            switch spec.type {
            case .ordinary, .unspecified: type = .ordinary
            case .main: type = .main
            case .unrecognized: throw RequestFields.invalid("\(field).type", "not known")
            }
            list.append(TelephonyCore.NumberSpec(e164: e164, extensionNumber: number, site: site, type: type))
        }
        return list
    }
}
