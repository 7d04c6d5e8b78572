internal import NIOPosix
public import TrunkClient

extension TrunkClient {
    /// A client of the server at `endpoint`, over TLS; nothing is connected yet.
    public convenience init(
        _ endpoint: Endpoint, tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration()
    ) {
        self.init(
            endpoint, configuration: configuration, group: MultiThreadedEventLoopGroup.singleton,
            transport: tls.transport(to: endpoint.host))
    }
}

/// Makes a client over TLS, hands it to `body`, and closes it whatever `body` does.
public func withTrunkClient<Result, Failure: Error>(
    _ endpoint: Endpoint, tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (TrunkClient) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    let client = TrunkClient(endpoint, tls: tls, configuration: configuration)
    do throws(Failure) {
        let result = try await body(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}

extension Endpoint {
    /// What a server's certificate is held against; nil for a socket of this machine.
    fileprivate var host: String? {
        switch self {
        case .tcp(let host, _): host
        case .unix: nil
        }
    }
}
