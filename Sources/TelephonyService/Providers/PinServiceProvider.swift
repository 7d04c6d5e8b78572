internal import TelephonyCore
package import TelephonyMessages
internal import TelephonyStore
package import Trunk

/// `pin.v1.PinService`: requests become commands and queries, and their replies messages. Decides nothing itself.
package struct PinServiceProvider: PinServiceHandler {
    let backend: ServiceBackend

    /// The service over a backend.
    package init(_ backend: ServiceBackend) { self.backend = backend }

    /// Judges one PIN.
    package func signIn(
        _ request: SignInRequest, _ context: CallContext
    ) async throws(RPCError) -> SignInResponse {
        let door = try Door(
            request.origin, surface: try TelephonyCore.Surface(request.surface), request.number, request.requestID,
            context, backend)
        if let wait = door.wait { return SignInResponse(outcome: .throttled, retryAfter: wait) }
        let command = SignIn(
            origin: door.origin, number: door.number, pin: try Door.pin(request.pin, field: "pin"),
            attempt: door.attempt)
        let reply = try await backend.perform(command, context)
        if reply.outcome != .accepted, reply.outcome != .changeRequired, !reply.isReplay { door.failed() }
        return SignInResponse(reply)
    }

    /// Replaces a PIN.
    package func changePin(
        _ request: ChangePinRequest, _ context: CallContext
    ) async throws(RPCError) -> ChangePinResponse {
        let door = try Door(
            request.origin, surface: try TelephonyCore.Surface(request.surface), request.number, request.requestID,
            context, backend)
        if let wait = door.wait { return ChangePinResponse(outcome: .throttled, retryAfter: wait) }
        let authorization: ChangePIN.Authorization =
            switch request.authorization {
            case .changeToken(let token): .token(try Door.token(token))
            case .currentPin(let pin): .currentPIN(try Door.pin(pin, field: "current_pin"))
            case nil: throw RequestFields.invalid("authorization", "missing: a change token or the current PIN")
            }
        let command = ChangePIN(
            origin: door.origin, number: door.number, authorization: authorization,
            newPIN: try Door.pin(request.newPin, field: "new_pin"), attempt: door.attempt)
        let reply = try await backend.perform(command, context)
        // A refused candidate is a failure too: rules that compare with a secret say something of it.
        if reply.outcome != .changed, !reply.isReplay { door.failed() }
        return ChangePinResponse(reply, under: await policy(for: reply.violations, context))
    }

    /// Says which rules a candidate breaks.
    package func checkPin(
        _ request: CheckPinRequest, _ context: CallContext
    ) async throws(RPCError) -> CheckPinResponse {
        let door = try Door(request.origin, surface: nil, request.number, request.requestID, context, backend)
        if let wait = door.wait { return CheckPinResponse(retryAfter: wait) }
        let token: SecretBytes? =
            if let token = request.changeToken { try Door.token(token) } else { nil }
        let command = CheckPIN(
            origin: door.origin, number: door.number, candidate: try Door.pin(request.candidate, field: "candidate"),
            token: token, attempt: door.attempt)
        let reply = try await backend.perform(command, context)
        if !reply.violations.isEmpty, !reply.isReplay { door.failed() }
        let policy = await policy(for: reply.violations, context)
        return CheckPinResponse(
            violations: reply.violations.messages(under: policy), secretRulesChecked: reply.secretRulesChecked)
    }

    /// The policy that the sentences about broken rules speak of; not read when nothing is broken. The command is
    /// durable by now, so nothing may fail any more: without the policy the sentences are those of the factory's.
    private func policy(for violations: PINViolations, _ context: CallContext) async -> PINPolicy {
        guard !violations.isEmpty else { return PINPolicy() }
        do throws(RPCError) {
            return try await backend.read(EffectivePolicy(), context)
        } catch {
            return PINPolicy()
        }
    }
}
