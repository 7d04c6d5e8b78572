internal import TelephonyCore
internal import TelephonyMessages
internal import Trunk

/// Reads what requests have in common. Each refusal names the field, never its value.
enum RequestFields {
    /// Longest reason, in bytes.
    static let reasonBytesMax = 200
    /// Longest origin and device, in bytes.
    static let originBytesMax = 64

    /// A request id; nil when none was sent.
    static func requestID(_ bytes: [UInt8]) throws(RPCError) -> TelephonyCore.RequestID? {
        if bytes.isEmpty { return nil }
        guard let uuid = UUIDBytes(bytes: bytes), let id = TelephonyCore.RequestID(uuid: uuid) else {
            throw invalid("request_id", "not a UUIDv7 of 16 bytes")
        }
        return id
    }

    /// Why somebody acts, for the audit: at most 200 bytes without control characters.
    static func reason(_ text: String) throws(RPCError) -> String {
        guard text.utf8.count <= reasonBytesMax else { throw invalid("reason", "longer than \(reasonBytesMax) bytes") }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw invalid("reason", "holds control characters")
        }
        return text
    }

    /// Origin or device: at most 64 bytes of printable ASCII.
    static func origin(_ text: String, field: String) throws(RPCError) -> String {
        guard text.utf8.count <= originBytesMax else { throw invalid(field, "longer than \(originBytesMax) bytes") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw invalid(field, "not printable ASCII") }
        return text
    }

    /// A name or other text: not empty unless allowed, at most `bytesMax` bytes without control characters.
    static func text(_ text: String, field: String, bytesMax: Int, mayBeEmpty: Bool = false) throws(RPCError) -> String
    {
        guard mayBeEmpty || !text.isEmpty else { throw invalid(field, "missing") }
        guard text.utf8.count <= bytesMax else { throw invalid(field, "longer than \(bytesMax) bytes") }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw invalid(field, "holds control characters")
        }
        return text
    }

    /// An expected version; nil when the caller takes whatever there is.
    static func version(etag: String) throws(RPCError) -> UInt64? {
        if etag.isEmpty { return nil }
        guard etag.utf8.count <= 20, let version = UInt64(etag) else { throw invalid("etag", "not one of ours") }
        return version
    }

    /// An id of an organisation, site or user.
    static func id<Kind>(_ text: String, field: String, as _: Kind.Type = Kind.self) throws(RPCError) -> EntityID<Kind>
    {
        guard let id = EntityID<Kind>(text) else {
            throw invalid(field, "not an id: 1 to 63 of a-z, 0-9 and hyphen")
        }
        return id
    }

    /// An id that may be left out.
    static func optionalID<Kind>(_ text: String, field: String) throws(RPCError) -> EntityID<Kind>? {
        text.isEmpty ? nil : try id(text, field: field)
    }

    /// How many rows a page may have: 50 unless said, at most 1,000; more is taken as 1,000.
    static func pageSize(_ wanted: UInt32) -> Int { wanted == 0 ? 50 : Int(min(wanted, 1_000)) }

    /// The error for a wrong field.
    static func invalid(_ field: String, _ problem: String) -> RPCError {
        RPCError(Refusal.invalid(field: field, problem: problem))
    }
}
