internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

// Occupiers and users.
extension DirectoryServiceProvider {
    /// Creates an occupier.
    package func createOccupier(
        _ request: CreateOccupierRequest, _ context: CallContext
    ) async throws(RPCError) -> CreateOccupierResponse {
        guard let wanted = request.occupier else { throw RequestFields.invalid("occupier", "missing") }
        guard wanted.siteIDs.count <= 100 else { throw RequestFields.invalid("occupier.site_ids", "more than 100") }
        var sites: [SiteID] = []
        for (index, site) in wanted.siteIDs.enumerated() {
            sites.append(try RequestFields.id(site, field: "occupier.site_ids[\(index)]"))
        }
        let command = CreateOccupier(
            origin: try backend.origin(context, requestID: request.requestID),
            record: OccupierRecord(
                id: try RequestFields.id(wanted.id, field: "occupier.id"),
                operatorID: try RequestFields.id(wanted.operatorID, field: "occupier.operator_id"),
                name: wanted.name, sites: sites), validateOnly: request.validateOnly)
        return CreateOccupierResponse(occupier: try await backend.perform(command, context).message)
    }

    /// One occupier.
    package func getOccupier(
        _ request: GetOccupierRequest, _ context: CallContext
    ) async throws(RPCError) -> GetOccupierResponse {
        let query = GetOccupier(
            actor: try context.principal.actor, id: try RequestFields.id(request.id, field: "id"))
        return GetOccupierResponse(occupier: try await backend.read(query, context).message)
    }

    /// Occupiers in the order of their ids.
    package func listOccupiers(
        _ request: ListOccupiersRequest, _ context: CallContext
    ) async throws(RPCError) -> ListOccupiersResponse {
        let actor = try context.principal.actor
        let binding = PageBinding(actor: actor, method: "ListOccupiers", request.operatorID, request.siteID)
        let query = ListOccupiers(
            actor: actor, operatorID: try RequestFields.optionalID(request.operatorID, field: "operator_id"),
            site: try RequestFields.optionalID(request.siteID, field: "site_id"),
            after: try backend.entity(request.pageToken, binding), limit: RequestFields.pageSize(request.pageSize))
        let page = try await backend.read(query, context)
        return ListOccupiersResponse(
            occupiers: page.elements.map(\.message),
            nextPageToken: try backend.pageToken(page.next.map { Array($0.text.utf8) }, binding))
    }

    /// Creates a user.
    package func createUser(
        _ request: CreateUserRequest, _ context: CallContext
    ) async throws(RPCError) -> CreateUserResponse {
        guard let wanted = request.user else { throw RequestFields.invalid("user", "missing") }
        let command = CreateUser(
            origin: try backend.origin(context, requestID: request.requestID),
            id: try RequestFields.id(wanted.id, field: "user.id"),
            owner: try NumberOwner(wanted.owner, field: "user.owner"), name: wanted.name, email: wanted.email,
            validateOnly: request.validateOnly)
        return CreateUserResponse(user: try await backend.perform(command, context).message)
    }

    /// One user.
    package func getUser(
        _ request: GetUserRequest, _ context: CallContext
    ) async throws(RPCError) -> GetUserResponse {
        let query = GetUser(actor: try context.principal.actor, id: try RequestFields.id(request.id, field: "id"))
        return GetUserResponse(user: try await backend.read(query, context).message)
    }

    /// Users in the order of their ids.
    package func listUsers(
        _ request: ListUsersRequest, _ context: CallContext
    ) async throws(RPCError) -> ListUsersResponse {
        let actor = try context.principal.actor
        let owner: NumberOwner? = if let owner = request.owner { try NumberOwner(owner) } else { nil }
        let binding = PageBinding(actor: actor, method: "ListUsers", "\(String(describing: owner))")
        let query = ListUsers(
            actor: actor, owner: owner, after: try backend.entity(request.pageToken, binding),
            limit: RequestFields.pageSize(request.pageSize))
        let page = try await backend.read(query, context)
        return ListUsersResponse(
            users: page.elements.map(\.message),
            nextPageToken: try backend.pageToken(page.next.map { Array($0.text.utf8) }, binding))
    }
}
