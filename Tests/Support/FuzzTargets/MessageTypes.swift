internal import CGuardFixtures
internal import EchoMessages
internal import TelephonyMessages
internal import TrunkMessages

/// Every message type there is: of the service, of the RPC, of the echo service, and the guard's own fixtures.
enum MessageTypes {
    /// Types with a Swift value.
    static let bridged: [any BridgedMessage.Type] =
        TelephonyMessagesTypes.all + TrunkMessagesTypes.all + EchoMessagesTypes.all

    /// How many descriptors there are: fixtures first, then the bridged types.
    static var descriptorCount: Int { Self.fixtureCount + 1 + Self.bridged.count }

    private static let fixtureCount = 10

    /// The descriptor of an index below `descriptorCount`.
    static func descriptor(_ index: Int) -> UnsafeRawPointer? {
        if index < Self.fixtureCount { return guard_fixture_at(index) }
        if index == Self.fixtureCount { return guard_fixture_text_leaf() }
        let bridged = index - Self.fixtureCount - 1
        return Self.bridged.indices.contains(bridged) ? Self.bridged[bridged].descriptor : nil
    }

    /// A valid message of a type, drawn from `seed`.
    static func message(_ descriptor: UnsafeRawPointer, seed: UInt64, bytesMax: Int) -> [UInt8] {
        var seed = seed
        return [UInt8](unsafeUninitializedCapacity: bytesMax) { room, count in
            count = guard_fixture_message(descriptor, &seed, room.baseAddress, room.count)
        }
    }
}
