package import TelephonyMessages
internal import TelephonyCore
internal import TelephonyStore
package import Trunk

// What entitled people do with PINs: look at their state, reset, unlock, read the default, set the policy.
extension PinServiceProvider {
    /// State of a PIN.
    package func getPinStatus(
        _ request: GetPinStatusRequest, _ context: CallContext
    ) async throws(RPCError) -> GetPinStatusResponse {
        let query = GetPINStatus(actor: try context.principal.actor, address: try NumberAddress(request.number))
        let found = try await backend.read(query, context)
        return GetPinStatusResponse(status: backend.message(found, for: query.actor).pin)
    }

    /// Puts the Default PIN back and unlocks.
    package func resetPin(
        _ request: ResetPinRequest, _ context: CallContext
    ) async throws(RPCError) -> ResetPinResponse {
        let command = ResetPIN(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            number: try NumberAddress(request.number), expectedVersion: try RequestFields.version(etag: request.etag),
            endsHandsetLogin: request.endHandsetLogin, validateOnly: request.validateOnly)
        return ResetPinResponse(try await backend.perform(command, context))
    }

    /// Lifts a lock and keeps the PIN.
    package func unlockPin(
        _ request: UnlockPinRequest, _ context: CallContext
    ) async throws(RPCError) -> UnlockPinResponse {
        let command = UnlockPIN(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            number: try NumberAddress(request.number), expectedVersion: try RequestFields.version(etag: request.etag),
            validateOnly: request.validateOnly)
        let reply = try await backend.perform(command, context)
        return UnlockPinResponse(
            unlocked: reply.unlocked, status: reply.number.pin.message(), etag: reply.number.etag)
    }

    /// Shows a Default PIN; the reading is in the audit before the answer is sent.
    package func revealDefaultPin(
        _ request: RevealDefaultPinRequest, _ context: CallContext
    ) async throws(RPCError) -> RevealDefaultPinResponse {
        let command = RevealDefaultPIN(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            number: try NumberAddress(request.number))
        let reply = try await backend.perform(command, context)
        return RevealDefaultPinResponse(
            defaultPin: reply.defaultPIN.withPIN { (pin: borrowing PIN) in pin.withASCII { Secret(copying: $0) } })
    }

    /// Reads a policy.
    package func getPolicy(
        _ request: GetPolicyRequest, _ context: CallContext
    ) async throws(RPCError) -> GetPolicyResponse {
        let query = GetPolicy(actor: try context.principal.actor, level: try PolicyLevel(request.scope))
        let record = try await backend.read(query, context)
        return GetPolicyResponse(policy: record.policy.message, version: record.version)
    }

    /// Changes a policy.
    package func setPolicy(
        _ request: SetPolicyRequest, _ context: CallContext
    ) async throws(RPCError) -> SetPolicyResponse {
        let command = SetPolicy(
            origin: try backend.origin(context, requestID: request.requestID, reason: request.reason),
            level: try PolicyLevel(request.scope), policy: try PINPolicy(request.policy),
            expectedVersion: request.ifVersion == 0 ? nil : request.ifVersion, validateOnly: request.validateOnly)
        let reply = try await backend.perform(command, context)
        return SetPolicyResponse(policy: reply.policy.message, version: reply.version)
    }
}
