/// A PIN, or what somebody typed as one: up to 64 characters, digits as nibbles in four words. Lives for one decision,
/// is borrowed by whoever looks at it, and is wiped at its end (RL-29).
///
/// No description, no equality: comparing is the vault's business, in constant time.
package struct PIN: ~Copyable, @unchecked Sendable {
    // Sendable although it holds a pointer: the memory has one owner, is written in `init` only, and cannot be copied.
    /// The digits, sixteen to a word, first digit lowest; unused nibbles are zero. Outside the value, so that moving
    /// it leaves no digits behind. Owned by this value alone, from `init` to `deinit`.
    private let words: UnsafeMutablePointer<UInt64>
    /// How many characters were typed; 0 to 64.
    package private(set) var count = 0
    /// Whether all of them are ASCII digits and there is at least one. When false the digits mean nothing.
    package private(set) var isWellFormed = true

    /// Most characters that are looked at; the wire allows no more in a secret.
    package static let charactersMax = 64

    /// From what was typed. Longer input than `charactersMax` is not well-formed.
    package init(characters: UnsafeRawBufferPointer) {
        words = Self.emptyWords()
        isWellFormed = !characters.isEmpty && characters.count <= Self.charactersMax
        count = min(characters.count, Self.charactersMax)
        for index in 0..<count {
            let digit = characters[index] &- UInt8(ascii: "0")
            if digit > 9 { isWellFormed = false }
            setDigit(digit & 0xF, at: index)
        }
    }

    /// From digits 0...9, for generated PINs; at most 64 of them.
    package init(digits: some Sequence<UInt8>) {
        words = Self.emptyWords()
        for digit in digits.prefix(Self.charactersMax) {
            if digit > 9 { isWellFormed = false }
            setDigit(digit & 0xF, at: count)
            count += 1
        }
        if count == 0 { isWellFormed = false }
    }

    deinit {
        Self.wipe(words)
        words.deallocate()
    }

    /// The digit at `index`, 0 ..< count.
    package borrowing func digit(at index: Int) -> UInt8 {
        let shift = UInt64(4 * (index & 15))
        return UInt8(truncatingIfNeeded: words[index >> 4 & 3] >> shift & 0xF)
    }

    /// The same digits the other way round.
    package borrowing func reversed() -> PIN {
        var copy = PIN(digits: EmptyCollection())
        copy.isWellFormed = isWellFormed
        copy.count = count
        for index in 0..<count { copy.setDigit(digit(at: count - 1 - index), at: index) }
        return copy
    }

    /// Lends the digits as ASCII in a buffer of the stack that is wiped afterwards.
    package borrowing func withASCII<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var ascii: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
        return try withUnsafeMutableBytes(of: &ascii) { (raw) throws(Failure) in
            defer { for index in raw.indices { raw[index] = 0 } }
            for index in 0..<count { raw[index] = digit(at: index) &+ UInt8(ascii: "0") }
            return try body(UnsafeRawBufferPointer(rebasing: raw[..<count]))
        }
    }

    private func setDigit(_ digit: UInt8, at index: Int) {
        words[index >> 4 & 3] |= UInt64(digit) << UInt64(4 * (index & 15))
    }

    private static func emptyWords() -> UnsafeMutablePointer<UInt64> {
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 4)
        words.initialize(repeating: 0, count: 4)
        return words
    }

    /// Never inlined: the compiler must not see that the memory is given back right after.
    @inline(never)
    private static func wipe(_ words: UnsafeMutablePointer<UInt64>) {
        for index in 0..<4 { words[index] = 0 }
    }
}
