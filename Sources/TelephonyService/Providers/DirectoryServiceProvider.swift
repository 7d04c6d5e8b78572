internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

/// `directory.v1.DirectoryService`: finding numbers; organisations and people are in the extension beside it.
package struct DirectoryServiceProvider: DirectoryServiceHandler {
    let backend: ServiceBackend

    /// The service over a backend.
    package init(_ backend: ServiceBackend) { self.backend = backend }

    /// Finds the number that somebody dialled.
    package func lookupNumber(
        _ request: LookupNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> LookupNumberResponse {
        let query = LookupNumber(actor: try context.principal.actor, address: try NumberAddress(request.number))
        return LookupNumberResponse(number: backend.message(try await backend.read(query, context), for: query.actor))
    }

    /// The main number and the phone numbers of an owner at a site, page by page.
    package func listNumbers(
        _ request: ListNumbersRequest, _ context: CallContext
    ) async throws(RPCError) -> ListNumbersResponse {
        let actor = try context.principal.actor
        var selection = NumberSelection(scope: actor.scope)
        try selection.take(request)
        let binding = PageBinding(actor: actor, method: "ListNumbers", selection)
        let position: NumberPosition? = try backend.position(request.pageToken, binding) { NumberPosition(bytes: $0) }
        let query = ListNumbers(
            actor: actor, after: position, limit: RequestFields.pageSize(request.pageSize)
        ) { $0 = selection }
        let listing = try await backend.read(query, context)
        return ListNumbersResponse(
            mainNumber: listing.mainNumber.map { backend.message($0, for: actor) },
            numbers: listing.page.elements.map { backend.message($0, for: actor) },
            nextPageToken: try backend.pageToken(listing.page.next?.bytes, binding), totalSize: listing.total ?? 0)
    }
}
