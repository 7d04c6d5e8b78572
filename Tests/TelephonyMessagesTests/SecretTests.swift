import CProtobufGuard
import NIOCore
import TelephonyMessages
import Testing
import TrunkMessages

@Suite("Secrets")
struct SecretTests {
    private static let digits = "73914628"

    private func secret() throws -> Secret { try #require(Secret(Array(Self.digits.utf8))) }

    private func request() throws -> SignInRequest {
        SignInRequest(
            number: NumberRef(ref: .e164("+442079460123")), surface: .voicemail, pin: try secret(),
            requestID: [UInt8](repeating: 9, count: 16))
    }

    private func encode(_ message: some Message) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try message.encode(into: &buffer)
        return Array(buffer.readableBytesView)
    }

    private func bytes(_ secret: Secret?) -> [UInt8]? { secret.map { $0.withUnsafeBytes { Array($0) } } }

    @Test("a secret arrives with the bytes it had, empty ones too")
    func roundTrip() throws {
        let bytes = try encode(request())
        let back = try bytes.withUnsafeBytes { try SignInRequest(decoding: $0) }
        #expect(self.bytes(back.pin) == Array(Self.digits.utf8))
        #expect(back.number == NumberRef(ref: .e164("+442079460123")))
        let empty = try encode(SignInRequest(pin: Secret([])))
        let emptyBack = try empty.withUnsafeBytes { try SignInRequest(decoding: $0) }
        #expect(emptyBack.pin?.count == 0)
        #expect(try [].withUnsafeBytes { try SignInRequest(decoding: $0) }.pin == nil)
    }

    @Test("64 bytes are a secret, 65 are refused by the field's path")
    func length() throws {
        #expect(Secret([UInt8](repeating: 1, count: 64))?.count == 64)
        #expect(Secret([UInt8](repeating: 1, count: 65)) == nil)
        let longest: [UInt8] = [0x1A, 66, 0x0A, 64] + [UInt8](repeating: 1, count: 64)
        #expect(try longest.withUnsafeBytes { try SignInRequest(decoding: $0) }.pin?.count == 64)
        let tooLong: [UInt8] = [0x1A, 67, 0x0A, 65] + [UInt8](repeating: 1, count: 65)
        let refusal = DecodeError(messageName: "common.v1.Secret", path: "pin.value", rule: .valueRange)
        #expect(throws: refusal) { try tooLong.withUnsafeBytes { try SignInRequest(decoding: $0) } }
    }

    @Test("print, dump, debugging and mirrors show nothing of it, not even its length")
    func redacted() throws {
        let request = try request()
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.pin as Any, to: &dumped)
        let shown = "\(request) \(String(reflecting: request)) \(request.pin as Any) \(dumped)"
        #expect(shown.contains("Secret(redacted)"))
        #expect(!shown.contains(Self.digits))
        // The digits as numbers, as a dump of the storage would show them.
        #expect(!shown.contains("55, 51, 57") && !dumped.contains("storage") && !dumped.contains("count: 8"))
        #expect(try Mirror(reflecting: secret()).children.isEmpty)
    }

    @Test("the bytes are zeroed when the last reference goes")
    func zeroed() throws {
        var secret = Secret([UInt8](repeating: 0x37, count: 64))
        let address = try #require(secret).withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let storage = try #require(UnsafeRawPointer(bitPattern: address))
        #expect(UnsafeRawBufferPointer(start: storage, count: 64).allSatisfy { $0 == 0x37 })
        secret = nil
        // Freed memory is looked at: on purpose, only here, and at once, before anything else takes it. malloc writes
        // at its beginning, so the second half is what counts.
        let isZero = UnsafeRawBufferPointer(start: storage, count: 64)[32...].allSatisfy { $0 == 0 }
        #expect(isZero)
    }

    @Test("messages that hold one are not Hashable, say so, and are few")
    func holders() {
        let holders = TelephonyMessagesTypes.all.filter { $0.carriesSecret }.map { $0.fullName }
        #expect(
            Set(holders) == [
                "common.v1.Secret", "pin.v1.SignInRequest", "pin.v1.SignInResponse", "pin.v1.ChangePinRequest",
                "pin.v1.CheckPinRequest", "pin.v1.RevealDefaultPinResponse",
            ])
        for type in TelephonyMessagesTypes.all {
            #expect((type is any Hashable.Type) == !type.carriesSecret, "\(type.fullName)")
        }
    }

    @Test("after encoding and decoding, none of it is left in the thread's arena")
    func arena() throws {
        let bytes = try encode(request())
        let found = try bytes.withUnsafeBytes { raw in
            // The same request unpacked by hand shows that the search below would find the digits.
            let arena = try #require(guard_thread_arena())
            defer { guard_thread_arena_release(arena, true) }
            var limits = guard_limits_default()
            var report = guard_report()
            let base = raw.baseAddress?.assumingMemoryBound(to: UInt8.self)
            #expect(guard_scan(SignInRequest.descriptor, base, raw.count, &limits, &report) == GUARD_RULE_NONE)
            #expect(guard_arena_reserve(arena, report.heap_bytes))
            #expect(guard_unpack(SignInRequest.descriptor, base, raw.count, arena) != nil)
            return holdsDigits(arena)
        }
        #expect(found)
        for _ in 0..<2 {
            _ = try encode(request())
            _ = try bytes.withUnsafeBytes { try SignInRequest(decoding: $0) }
            let arena = try #require(guard_thread_arena())
            #expect(arena.pointee.capacity > 0)
            #expect(!holdsDigits(arena))
            guard_thread_arena_release(arena, false)
        }
    }

    /// Looks through what the arena ever used of its block.
    private func holdsDigits(_ arena: UnsafeMutablePointer<guard_arena>) -> Bool {
        let count = min(arena.pointee.capacity, arena.pointee.high_water)
        let block = Array(UnsafeRawBufferPointer(start: arena.pointee.base, count: count))
        let digits = Array(Self.digits.utf8)
        return block.indices.contains { block[$0...].starts(with: digits) }
    }
}
