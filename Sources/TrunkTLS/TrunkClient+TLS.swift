internal import NIOPosix
public import TrunkClient

extension TrunkClient {
    /// A client of the server at `endpoint`, over TLS; nothing is connected yet.
    public convenience init(
        _ endpoint: Endpoint, tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration()
    ) {
        self.init([endpoint], tls: tls, configuration: configuration)
    }

    /// A client of a server with several endpoints, over TLS; nothing is connected yet. Each endpoint shows a certificate
    /// for its own host, or all of them one for `serverName`.
    public convenience init(
        _ endpoints: [Endpoint], tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration()
    ) {
        self.init(endpoints, configuration: configuration, group: MultiThreadedEventLoopGroup.singleton) { endpoint in
            tls.transport(to: endpoint.host)
        }
    }
}

/// Makes a client over TLS, hands it to `body`, and closes it whatever `body` does.
public func withTrunkClient<Result, Failure: Error>(
    _ endpoint: Endpoint, tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (TrunkClient) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    try await withTrunkClient([endpoint], tls: tls, configuration: configuration, body)
}

/// Makes a client of several endpoints over TLS, hands it to `body`, and closes it whatever `body` does.
public func withTrunkClient<Result, Failure: Error>(
    _ endpoints: [Endpoint], tls: ClientTLS, configuration: ClientConfiguration = ClientConfiguration(),
    _ body: (TrunkClient) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    let client = TrunkClient(endpoints, tls: tls, configuration: configuration)
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
