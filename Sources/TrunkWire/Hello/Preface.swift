package import NIOCore

/// The 12 bytes each side sends before its first frame.
///
/// ```
/// 0   8  magic   89 'T' 'R' 'K' 0D 0A 1A 0A
/// 8   1  client: lowest major offered     server: major chosen (0 = none)
/// 9   1  client: highest major offered    server: highest major known
/// 10  2  random, ignored on receipt (TRK-106)
/// ```
package struct Preface: Hashable, Sendable {
    /// Bytes of a preface on the wire.
    package static let byteCount = 12
    /// The first eight bytes, as one big-endian integer.
    package static let magic: UInt64 = 0x8954_524B_0D0A_1A0A
    /// The lowest major version this implementation speaks.
    package static let lowestVersion: UInt8 = 1
    /// The highest major version this implementation speaks.
    package static let highestVersion: UInt8 = 1

    /// Byte 8: the lowest major offered, or the one chosen.
    package var first: UInt8
    /// Byte 9: the highest major offered, or known.
    package var second: UInt8
    /// Bytes 10 and 11.
    package var random: UInt16

    /// A preface of these values.
    package init(first: UInt8, second: UInt8, random: UInt16) {
        self.first = first
        self.second = second
        self.random = random
    }

    /// What this implementation offers as a client.
    package static func offer(random: UInt16) -> Preface {
        Preface(first: Self.lowestVersion, second: Self.highestVersion, random: random)
    }

    /// A server's answer to a client's preface: the highest common major, or 0 (TRK-104).
    package func answer(random: UInt16) -> Preface {
        let chosen = min(self.second, Self.highestVersion)
        let common = self.first <= self.second && chosen >= max(self.first, Self.lowestVersion)
        return Preface(first: common ? chosen : 0, second: Self.highestVersion, random: random)
    }

    /// Appends the 12 bytes.
    package func write(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(Self.magic, self.first, self.second, self.random)
    }

    /// Reads a preface, or nil when it is not all there; a foreign beginning is recognised from the fourth byte on.
    ///
    /// - Throws: what the bytes look like, when they are not the magic (TRK-103).
    package static func read(from buffer: inout ByteBuffer) throws(ForeignPreface) -> Preface? {
        guard let word = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard word == UInt32(truncatingIfNeeded: Self.magic >> 32) else {
            throw ForeignPreface(speaks: ForeignProtocol(first: buffer))
        }
        if let whole = buffer.getInteger(at: buffer.readerIndex, as: UInt64.self), whole != Self.magic {
            throw ForeignPreface(speaks: .unknown)
        }
        guard let (_, first, second, random) = buffer.readMultipleIntegers(as: (UInt64, UInt8, UInt8, UInt16).self)
        else { return nil }
        return Preface(first: first, second: second, random: random)
    }
}
