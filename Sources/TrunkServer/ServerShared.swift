internal import Logging
internal import NIOCore
internal import Trunk
internal import TrunkWire

/// What all connections of a server read and none changes.
struct ServerShared: Sendable {
    let router: Router
    let authenticator: any Authenticator
    let configuration: ServerConfiguration
    let settings: Settings
    let addresses: AddressTable
    let pool: BytePool
    let unpackPool: BytePool
    let longCompression: LongCompression
    let observer: (any CallObserver)?
    let logger: Logger

    init(
        router: Router, authenticator: any Authenticator, configuration: ServerConfiguration,
        observer: (any CallObserver)? = nil, logger: Logger
    ) {
        self.router = router
        self.authenticator = authenticator
        self.configuration = configuration
        self.observer = observer
        self.logger = logger
        var settings = Settings(limits: configuration.limits)
        settings.software = configuration.software
        settings.schemaFingerprint = configuration.schemaFingerprint.map(ByteBuffer.init(bytes:))
        self.settings = settings
        addresses = AddressTable(connectionsMax: configuration.connectionsPerAddressMax)
        pool = BytePool(bytesMax: configuration.receivePoolBytesMax)
        unpackPool = BytePool(bytesMax: configuration.unpackPoolBytesMax)
        longCompression = LongCompression(decodedBytesMax: configuration.limits.messageDecodedBytesMax)
    }
}
