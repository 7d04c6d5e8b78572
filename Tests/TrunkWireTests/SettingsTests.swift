import NIOCore
import Testing

@testable import TrunkWire

@Suite("HELLO") struct SettingsTests {
    private func read(_ settings: [UInt8]..., from side: Side = .client) -> Result<Settings, ConnectionViolation> {
        do throws(ConnectionViolation) {
            return .success(try Settings(reading: ByteBuffer(bytes: settings.flatMap { $0 }), from: side))
        } catch {
            return .failure(error)
        }
    }

    @Test("an empty HELLO stands for the floors")
    func empty() throws {
        let settings = try self.read().get()
        #expect(settings == .floor)
        #expect(settings.frameBytesMax == 65_536)
        #expect(settings.messageDecodedBytesMax == 49_152)
        #expect(settings.messageWireBytesMax == 49_152)
        #expect(settings.concurrentStreamsMax == 16)
        #expect(settings.initialCreditBytes == 65_536)
        #expect(settings.metadataBytesMax == 4_096)
        #expect(settings.pingIntervalMillisMin == 10_000)
        #expect(settings.deadlineMicrosMax == nil && settings.defaultDeadlineMicros == nil)
    }

    @Test("a value at its floor is read, one below it breaks a rule (TRK-116)")
    func floors() {
        let floors: [(UInt8, UInt32)] = [
            (1, 65_536), (2, 49_152), (3, 16), (4, 65_536), (9, 4_096), (0x0D, 49_152),
        ]
        for (id, floor) in floors {
            #expect((try? self.read(Bytes.number(id, floor), from: .server).get()) != nil)
            #expect(
                self.read(Bytes.number(id, floor - 1), from: .server) == .failure(ConnectionViolation(.helloBelowFloor))
            )
        }
    }

    @Test("a client's 03 is ignored, and its width is not (TRK-115, TRK-116)")
    func clientStreams() throws {
        #expect(try self.read(Bytes.number(3, 0)).get() == .floor)
        #expect(try self.read(Bytes.number(3, 99)).get() == .floor)
        #expect(self.read(Bytes.tlv(3, [1])) == .failure(ConnectionViolation(.helloWidth)))
    }

    @Test("a value above its ceiling counts as the ceiling (TRK-117)")
    func ceilings() throws {
        let most = [1, 2, 3, 4, 9, 0x0D].flatMap { Bytes.number($0, 0xFFFF_FFFF) }
        let settings = try self.read(most, from: .server).get()
        #expect(settings.frameBytesMax == 16_777_215)
        #expect(settings.messageDecodedBytesMax == 0x7FFF_FFFF)
        #expect(settings.messageWireBytesMax == 0x7FFF_FFFF)
        #expect(settings.concurrentStreamsMax == 1_048_576)
        #expect(settings.initialCreditBytes == 0x7FFF_FFFF)
        #expect(settings.metadataBytesMax == 65_535)
    }

    @Test("every known id has one width, and stands once (TRK-114, TRK-115)")
    func widths() {
        for id in SettingID.allCases where ![.software, .schemaFingerprint, .bearerToken].contains(id) {
            let width = id == .deadlineMicrosMax || id == .defaultDeadlineMicros ? 8 : 4
            for count in 0...9 {
                let value: [UInt8] = Array(repeating: 0x01, count: count)
                let result = self.read(Bytes.tlv(id.rawValue, value))
                #expect((result == .failure(ConnectionViolation(.helloWidth))) == (count != width), "\(id) \(count)")
            }
        }
        for id in SettingID.allCases {
            let width = id == .deadlineMicrosMax || id == .defaultDeadlineMicros ? 8 : 4
            let entry = Bytes.tlv(id.rawValue, Array(repeating: 1, count: width))
            #expect(self.read(entry, entry) == .failure(ConnectionViolation(.helloRepeated)))
        }
    }

    @Test("unknown ids are ignored, repeated or not (TRK-118)")
    func unknown() throws {
        let odd = Bytes.tlv(0xE5, [1]) + Bytes.tlv(0xE5, []) + Bytes.tlv(0x00, [9]) + Bytes.tlv(0x0E, [9])
        #expect(try self.read(odd).get() == .floor)
    }

    @Test("every prefix of a HELLO is read or refused, never trapped on (TRK-113)")
    func prefixes() {
        let whole = Bytes.number(1, 70_000) + Bytes.tlv(0x0A, Array("x/1".utf8)) + Bytes.number(9, 8_192)
        for count in 0..<whole.count {
            let result = self.read(Array(whole.prefix(count)))
            let isBoundary = [0, 7, 13].contains(count)
            #expect((result == .failure(ConnectionViolation(.helloCutShort))) == !isBoundary, "\(count)")
        }
    }

    @Test("what is written is read back, with grease in it and the token not shown (TRK-119)", arguments: 0..<16)
    func roundTrip(random: UInt64) throws {
        var settings = Settings(limits: WireLimits())
        settings.deadlineMicrosMax = 5
        settings.defaultDeadlineMicros = 4
        settings.software = "test/1"
        settings.schemaFingerprint = ByteBuffer(bytes: [1, 2, 3])
        settings.bearerToken = BearerToken(bytes: ByteBuffer(string: "hush"))
        var bytes = ByteBuffer()
        settings.write(from: .server, random: random, into: &bytes)
        #expect(bytes.getInteger(at: 0, as: UInt32.self) == UInt32(bytes.readableBytes - 12))
        bytes.moveReaderIndex(forwardBy: 12)
        #expect(try Settings(reading: bytes, from: .server) == settings)
        let ids = Metadata(checked: bytes).map(\.id.rawValue)
        #expect(ids.filter { (0xE0...0xEF).contains($0) } == [0xE0 | UInt8(random)])
        #expect(!"\(settings)".contains("hush"))
        #expect(!String(reflecting: settings).contains("hush"))
    }

    @Test("what does not fit 4 KiB is left out, and limits below the floors are announced as the floors")
    func writeBounds() throws {
        var limits = WireLimits()
        limits.frameBytesMax = 1
        var settings = Settings(limits: limits)
        settings.software = String(repeating: "é", count: 200)
        settings.bearerToken = BearerToken(bytes: ByteBuffer(repeating: 1, count: 4_096))
        var bytes = ByteBuffer()
        settings.write(from: .client, random: 1, into: &bytes)
        bytes.moveReaderIndex(forwardBy: 12)
        let read = try Settings(reading: bytes, from: .client)
        #expect(read.frameBytesMax == 65_536)
        #expect(read.software.utf8.count == 254)
        #expect(read.bearerToken == nil)
    }
}
