/// Makes a client, hands it to `body`, and closes it whatever `body` does.
public func withTrunkClient<Result, Failure: Error>(
    _ endpoint: Endpoint, configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (TrunkClient) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    try await withTrunkClient([endpoint], configuration: configuration, body)
}

/// Makes a client of several endpoints, hands it to `body`, and closes it whatever `body` does.
public func withTrunkClient<Result, Failure: Error>(
    _ endpoints: [Endpoint], configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (TrunkClient) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    let client = TrunkClient(endpoints, configuration: configuration)
    do throws(Failure) {
        let result = try await body(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}
