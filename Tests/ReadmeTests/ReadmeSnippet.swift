import TelephonyClient
import TelephonyMessages
import TrunkClient

/// Resets a PIN, and answers what to tell the holder.
func reset(_ number: String, at server: Endpoint, token: [UInt8]) async throws -> String {
    try await withTrunkClient(server, configuration: ClientConfiguration(token: token)) { client in
        let request = ResetPinRequest(number: NumberRef(ref: .e164(number)), reason: "TICKET-991 forgot the PIN")
        return try await PinServiceClient(client).resetPin(request).holderMessage
    }
}
