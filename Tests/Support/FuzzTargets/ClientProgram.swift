internal import NIOCore
internal import TrunkWire

/// A client's connection against a server that does what the input says, owned as the input says.
enum ClientProgram {
    static func run(_ input: inout FuzzInput) {
        let limits = input.limits()
        let pool = BytePool(bytesMax: limits.receivePoolBytesMax)
        self.drive(ClientOwner(limits: limits, pool: pool, now: .uptimeNanoseconds(1_000_000_000)), &input)
        demand(pool.bytesReserved == 0, "a connection that is gone has given everything back")
    }

    static var seeds: [[UInt8]] { ProgramSeeds.client }

    private static func drive(_ owner: ClientOwner, _ input: inout FuzzInput) {
        var peer = HostilePeer(.server)
        // Calls may be sent before the server's HELLO (TRK-120).
        for _ in 0..<input.index(below: 4) { owner.act(&input) }
        owner.receive(peer.opening(&input))
        _ = owner.endOfTurn()
        while !input.isEmpty {
            let operation = input.byte()
            switch operation & 0x0F {
            case 0...6: owner.receive(peer.frame(&input))
            case 7:
                let frame = peer.frame(&input)
                let cut = frame.readableBytes * Int(operation >> 4) / 16
                owner.receive(frame.getSlice(at: 0, length: cut) ?? ByteBuffer())
                owner.receive(frame.getSlice(at: cut, length: frame.readableBytes - cut) ?? ByteBuffer())
            case 8...12: owner.act(&input)
            case 13: owner.pause(input.pause())
            case 14: _ = owner.endOfTurn(gatheredBytesMax: operation & 0x10 == 0 ? 0 : 262_144)
            default: if operation & 0xE0 == 0 { owner.steer(&input) }
            }
            peer.ping = owner.wire.ping
            peer.highest = owner.wire.highestRequest
            if operation & 0x80 == 0 { _ = owner.endOfTurn() }
        }
        _ = owner.endOfTurn()
    }
}
