internal import Synchronization

/// Open connections by peer address, for all loops of a server (PROTOCOL §8). Touched twice per connection.
final class AddressTable: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    private let connectionsMax: Int

    /// A table that lets `connectionsMax` connections in per address.
    init(connectionsMax: Int) {
        self.connectionsMax = connectionsMax
    }

    /// Counts a connection; false when the address is at its limit, and then nothing was counted.
    func enter(_ address: String) -> Bool {
        counts.withLock { counts in
            let count = counts[address, default: 0]
            if count >= connectionsMax { return false }
            counts[address] = count + 1
            return true
        }
    }

    /// A counted connection has closed.
    func leave(_ address: String) {
        counts.withLock { counts in
            let count = counts[address, default: 1]
            counts[address] = count > 1 ? count - 1 : nil
        }
    }
}
