internal import NIOCore
internal import TrunkWire

/// Both connections against each other, over a wire that delivers as the input says: neither side ever breaks a rule,
/// what arrives is what was sent, and every call ends.
enum PairProgram {
    static func run(_ input: inout FuzzInput) {
        var limits = input.limits()
        // The pools are large enough for all calls: an honest client is not to be refused for want of room.
        limits.receivePoolBytesMax = 64 << 20
        let other = input.byte()
        var clientLimits = WireLimits()
        clientLimits.acceptsDeflate = other & 1 != 0
        if other & 2 != 0 { clientLimits.messageWireBytesMax = 66_000 }
        clientLimits.receivePoolBytesMax = 64 << 20
        // An honest peer is charged for the one unknown frame of its opening, for RESET, for the PING of a drain, and
        // for the PONG which that PING makes unasked for; for nothing else.
        let isStrict = limits.abusePointsMax < WireLimits().abusePointsMax
        limits.abusePointsMax = isStrict ? 2 : 1_000
        clientLimits.abusePointsMax = 7
        let serverPool = BytePool(bytesMax: 64 << 20)
        let clientPool = BytePool(bytesMax: 64 << 20)
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        do {
            let client = ClientOwner(limits: clientLimits, pool: clientPool, now: start)
            client.resetsMax = isStrict ? 0 : 40
            let server = ServerOwner(limits: limits, pool: serverPool, now: start)
            server.decidesAtOnce = true
            server.outlastsEnd = !isStrict
            let pair = Pair(client: client, server: server)
            pair.drive(&input)
            pair.settle()
        }
        demand(serverPool.bytesReserved == 0 && clientPool.bytesReserved == 0, "all is given back")
    }

    static var seeds: [[UInt8]] { ProgramSeeds.pair }
}
