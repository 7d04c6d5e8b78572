package import TelephonyCore

/// The canonical bytes of an audit entry: what the chain is hashed over, and what is stored. Every backend and every
/// offline verification uses the same; a change of it is a new format number beside the old.
///
/// Format 1: fields in the order of the record, integers big-endian, texts and the optional parts after a length byte.
package enum AuditCoding {
    static let format: UInt8 = 1

    /// The bytes of an entry. Texts are within their documented limits; a longer one is cut at 255 bytes.
    package static func encode(_ entry: AuditEntry) -> [UInt8] {
        var writer = AuditWriter()
        writer.put(format)
        writer.put(entry.action.rawValue)
        writer.put(entry.outcome.rawValue)
        writer.put(UInt64(bitPattern: entry.time.microseconds))
        writer.put(entry.actor)
        writer.put(entry.number?.uuid)
        writer.put(entry.subject)
        writer.put(entry.surface?.rawValue ?? UInt8(0))
        writer.put(entry.origin)
        writer.put(entry.device)
        writer.put(entry.requestID?.uuid)
        writer.put(entry.reason)
        writer.put(entry.generation)
        writer.put(UInt8(entry.evaluated ? 1 : 0))
        return writer.bytes
    }

    /// The entry behind bytes; nil when they are not exactly one entry.
    package static func decode(_ bytes: [UInt8]) -> AuditEntry? {
        var reader = AuditReader(bytes)
        guard reader.byte() == format,
            let action = reader.byte().flatMap(AuditAction.init(rawValue:)),
            let outcome = reader.byte().flatMap(AuditOutcome.init(rawValue:)),
            let time = reader.word(), let actor = reader.text(), let number = reader.uuid(),
            let subject = reader.text(), let surfaceCode = reader.byte(), let origin = reader.text(),
            let device = reader.text(), let requestUUID = reader.uuid(), let reason = reader.text(),
            let generation = reader.word(), let evaluated = reader.byte(), evaluated <= 1, reader.isAtEnd
        else { return nil }
        let surface = Surface(rawValue: surfaceCode)
        let requestID = requestUUID.value.flatMap(RequestID.init(uuid:))
        guard surfaceCode == 0 || surface != nil, requestUUID.value == nil || requestID != nil else { return nil }
        return AuditEntry(
            action: action, outcome: outcome, time: WallTime(microseconds: Int64(bitPattern: time)), actor: actor,
            number: number.value.map(NumberID.init(uuid:)), subject: subject, surface: surface, origin: origin,
            device: device, requestID: requestID, reason: reason, generation: generation, evaluated: evaluated == 1)
    }

    /// What the hash of an entry is taken over: the hash before it, its place, its revision, its bytes.
    package static func chained(
        after previous: [UInt8], sequence: UInt64, revision: UInt64, entry: [UInt8]
    ) -> [UInt8] {
        previous + UUIDBytes(high: sequence, low: revision).bytes + entry
    }
}
