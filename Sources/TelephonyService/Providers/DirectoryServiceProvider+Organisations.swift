internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

// Operators and sites.
extension DirectoryServiceProvider {
    /// Creates an operator.
    package func createOperator(
        _ request: CreateOperatorRequest, _ context: CallContext
    ) async throws(RPCError) -> CreateOperatorResponse {
        guard let wanted = request.operator else { throw RequestFields.invalid("operator", "missing") }
        let command = CreateOperator(
            origin: try backend.origin(context, requestID: request.requestID),
            record: OperatorRecord(
                id: try RequestFields.id(wanted.id, field: "operator.id"), name: wanted.name),
            validateOnly: request.validateOnly)
        return CreateOperatorResponse(operator: try await backend.perform(command, context).message)
    }

    /// One operator.
    package func getOperator(
        _ request: GetOperatorRequest, _ context: CallContext
    ) async throws(RPCError) -> GetOperatorResponse {
        let query = GetOperator(
            actor: try context.principal.actor, id: try RequestFields.id(request.id, field: "id"))
        return GetOperatorResponse(operator: try await backend.read(query, context).message)
    }

    /// Operators in the order of their ids.
    package func listOperators(
        _ request: ListOperatorsRequest, _ context: CallContext
    ) async throws(RPCError) -> ListOperatorsResponse {
        let actor = try context.principal.actor
        let binding = PageBinding(actor: actor, method: "ListOperators")
        let query = ListOperators(
            actor: actor, after: try backend.entity(request.pageToken, binding),
            limit: RequestFields.pageSize(request.pageSize))
        let page = try await backend.read(query, context)
        return ListOperatorsResponse(
            operators: page.elements.map(\.message),
            nextPageToken: try backend.pageToken(page.next.map { Array($0.text.utf8) }, binding))
    }

    /// Creates a site.
    package func createSite(
        _ request: CreateSiteRequest, _ context: CallContext
    ) async throws(RPCError) -> CreateSiteResponse {
        guard let wanted = request.site else { throw RequestFields.invalid("site", "missing") }
        let command = CreateSite(
            origin: try backend.origin(context, requestID: request.requestID),
            record: SiteRecord(
                id: try RequestFields.id(wanted.id, field: "site.id"),
                operatorID: try RequestFields.id(wanted.operatorID, field: "site.operator_id"), name: wanted.name,
                timeZone: wanted.timeZone), validateOnly: request.validateOnly)
        return CreateSiteResponse(site: try await backend.perform(command, context).message)
    }

    /// One site.
    package func getSite(
        _ request: GetSiteRequest, _ context: CallContext
    ) async throws(RPCError) -> GetSiteResponse {
        let query = GetSite(actor: try context.principal.actor, id: try RequestFields.id(request.id, field: "id"))
        return GetSiteResponse(site: try await backend.read(query, context).message)
    }

    /// Sites in the order of their ids.
    package func listSites(
        _ request: ListSitesRequest, _ context: CallContext
    ) async throws(RPCError) -> ListSitesResponse {
        let actor = try context.principal.actor
        let binding = PageBinding(actor: actor, method: "ListSites", request.operatorID)
        let query = ListSites(
            actor: actor, operatorID: try RequestFields.optionalID(request.operatorID, field: "operator_id"),
            after: try backend.entity(request.pageToken, binding), limit: RequestFields.pageSize(request.pageSize))
        let page = try await backend.read(query, context)
        return ListSitesResponse(
            sites: page.elements.map(\.message),
            nextPageToken: try backend.pageToken(page.next.map { Array($0.text.utf8) }, binding))
    }
}
