internal import NIOSSL

/// What both sides of a connection agree on (PROTOCOL §1).
enum TrunkALPN {
    /// The only protocol that is spoken.
    static let name = "trunk/1"

    /// Suites of TLS 1.2: ephemeral keys and authenticated encryption; those of 1.3 are all good.
    private static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// What the two sides have in common.
    static func prepare(_ configuration: inout TLSConfiguration, minimum: TLSMinimum) {
        configuration.minimumTLSVersion = minimum.version
        configuration.cipherSuites = cipherSuites
        configuration.applicationProtocols = [name]
        // A peer that does not answer our goodbye is not waited for; Trunk has said its own before.
        configuration.shutdownTimeout = .seconds(1)
    }

    /// How the handler below keeps its memory: nothing of a rare long write stays behind.
    static var handler: NIOSSLHandler.Configuration {
        var configuration = NIOSSLHandler.Configuration()
        configuration.maximumPreservedOutboundBufferCapacity = 64 * 1024
        return configuration
    }
}
