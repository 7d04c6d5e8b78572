import NIOCore

@testable import TrunkWire

/// The memory a machine keeps of what it was sent: the storage of its unfinished frame, of messages in progress, and
/// what it has reserved from the pool. Exact, where a counter of the whole heap would count other tests as well.
extension ServerConnection {
    var heldBytes: Int {
        switch self.state {
        case .open(let session):
            session.value.decoder.bytes.storageCapacity + session.value.pool.bytesReserved
                + (0..<session.value.calls.slotCount).reduce(0) { sum, slot in
                    guard let id = session.value.calls.id(inSlot: slot) else { return sum }
                    return sum + (session.value.calls[open: id].assembly?.bytes.storageCapacity ?? 0)
                }
        case .awaitingPreface(let opening): opening.value.decoder.bytes.storageCapacity
        case .awaitingHello(let opening): opening.value.decoder.bytes.storageCapacity
        case .closing: 0
        case .closed: 0
        }
    }
}

extension ClientConnection {
    var heldBytes: Int {
        switch self.state {
        case .open(let session):
            session.value.decoder.bytes.storageCapacity + session.value.pool.bytesReserved
                + (0..<session.value.calls.slotCount).reduce(0) { sum, slot in
                    guard let id = session.value.calls.id(inSlot: slot) else { return sum }
                    return sum + (session.value.calls[open: id].assembly?.bytes.storageCapacity ?? 0)
                }
        case .awaitingPreface(let session): session.value.decoder.bytes.storageCapacity
        case .awaitingHello(let session): session.value.decoder.bytes.storageCapacity
        case .closing: 0
        case .closed: 0
        }
    }
}
