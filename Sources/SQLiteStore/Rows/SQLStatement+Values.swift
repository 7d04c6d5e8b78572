internal import TelephonyCore

// How the domain's values stand in columns. Reading is strict: what could not have been written is damaged.

extension SQLStatement {
    // MARK: Parameters

    func bind(_ flag: Bool) { bind(flag ? 1 : 0 as Int64) }
    func bind(_ number: UInt8) { bind(Int64(number)) }
    func bind(_ number: UInt64) { bind(Int64(clamping: number)) }
    func bind(_ time: WallTime?) { bind(time?.microseconds) }
    func bind<Kind>(_ id: EntityID<Kind>?) { bind(id?.text) }

    func bind(_ uuid: UUIDBytes?) {
        guard let uuid else { return bind(blob: nil) }
        withUnsafeBytes(of: (uuid.high.bigEndian, uuid.low.bigEndian)) { bind(raw: $0) }
    }

    /// Two columns: kind and id.
    func bind(_ owner: NumberOwner?) {
        switch owner {
        case nil:
            bind(nil as Int64?)
            bind(nil as String?)
        case .operator(let id):
            bind(1 as Int64)
            bind(id)
        case .occupier(let id):
            bind(2 as Int64)
            bind(id)
        }
    }

    // MARK: Columns

    func flag() -> Bool { int64() != 0 }
    func time() -> WallTime { WallTime(microseconds: int64()) }
    func optionalTime() -> WallTime? { optionalInt64().map(WallTime.init(microseconds:)) }

    func byte() throws(RowFailure) -> UInt8 { try Self.known(UInt8(exactly: int64())) }
    func word32() throws(RowFailure) -> UInt32 { try Self.known(UInt32(exactly: int64())) }
    func word() throws(RowFailure) -> UInt64 { try Self.known(UInt64(exactly: int64())) }
    func string() throws(RowFailure) -> String { try Self.known(text()) }
    func bytes() throws(RowFailure) -> [UInt8] { try Self.known(blob()) }

    func uuidBytes() throws(RowFailure) -> UUIDBytes {
        let words = try Self.known(uuid())
        return UUIDBytes(high: words.high, low: words.low)
    }

    func id<Kind>() throws(RowFailure) -> EntityID<Kind> { try Self.known(EntityID(try string())) }

    func optionalID<Kind>() throws(RowFailure) -> EntityID<Kind>? {
        guard let text = text() else { return nil }
        return try Self.known(EntityID(text))
    }

    /// Two columns: kind and id.
    func optionalOwner() throws(RowFailure) -> NumberOwner? {
        let kind = optionalInt64()
        switch kind {
        case nil:
            _ = text()
            return nil
        case 1: return .operator(try id())
        case 2: return .occupier(try id())
        default: throw .damaged
        }
    }

    func owner() throws(RowFailure) -> NumberOwner { try Self.known(try optionalOwner()) }

    /// The value, which must be there.
    static func known<Value>(_ value: Value?) throws(RowFailure) -> Value {
        guard let value else { throw .damaged }
        return value
    }
}
