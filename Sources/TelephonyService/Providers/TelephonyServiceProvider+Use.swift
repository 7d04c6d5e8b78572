internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

// Numbers in use: their details, configuration, users and handsets.
extension TelephonyServiceProvider {
    /// One number with all its details.
    package func getNumber(
        _ request: GetNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> GetNumberResponse {
        let query = GetNumber(actor: try context.principal.actor, address: try NumberAddress(request.number))
        let found = try await backend.read(query, context)
        return GetNumberResponse(number: backend.message(found, for: query.actor))
    }

    /// Changes label and call features.
    package func updateNumber(
        _ request: UpdateNumberRequest, _ context: CallContext
    ) async throws(RPCError) -> UpdateNumberResponse {
        let command = UpdateNumber(
            origin: try backend.origin(context, requestID: request.requestID),
            number: try NumberAddress(request.number), configuration: NumberConfiguration(request),
            fields: try ConfigurationFields(request.updateMask),
            expectedVersion: try RequestFields.version(etag: request.etag), validateOnly: request.validateOnly)
        return UpdateNumberResponse(number: try await backend.perform(command, context).number.message())
    }

    /// Assigns a number to a user.
    package func assignUser(
        _ request: AssignUserRequest, _ context: CallContext
    ) async throws(RPCError) -> AssignUserResponse {
        let command = AssignUser(
            origin: try backend.origin(context, requestID: request.requestID),
            number: try NumberAddress(request.number), user: try RequestFields.id(request.userID, field: "user_id"),
            expectedVersion: try RequestFields.version(etag: request.etag), validateOnly: request.validateOnly)
        return AssignUserResponse(number: try await backend.perform(command, context).number.message())
    }

    /// Takes a number from its user.
    package func unassignUser(
        _ request: UnassignUserRequest, _ context: CallContext
    ) async throws(RPCError) -> UnassignUserResponse {
        let command = UnassignUser(
            origin: try backend.origin(context, requestID: request.requestID),
            number: try NumberAddress(request.number), expectedVersion: try RequestFields.version(etag: request.etag),
            validateOnly: request.validateOnly)
        return UnassignUserResponse(number: try await backend.perform(command, context).number.message())
    }

    /// Ends a handset login from afar.
    package func logOutHandset(
        _ request: LogOutHandsetRequest, _ context: CallContext
    ) async throws(RPCError) -> LogOutHandsetResponse {
        let command = LogOutHandset(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            number: try NumberAddress(request.number), validateOnly: request.validateOnly)
        return LogOutHandsetResponse(loggedOut: try await backend.perform(command, context).loggedOut)
    }
}
