package import NIOCore

/// An input as a sequence of decisions, read from its front; when it is used up, every answer is 0.
package struct FuzzInput {
    private var rest: UnsafeRawBufferPointer

    /// All of an input.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.rest = bytes
    }

    /// True when nothing is left.
    package var isEmpty: Bool { self.rest.isEmpty }

    /// What is left, without taking it.
    package var remaining: UnsafeRawBufferPointer { self.rest }

    /// The next byte.
    package mutating func byte() -> UInt8 {
        guard let first = self.rest.first else { return 0 }
        self.rest = UnsafeRawBufferPointer(rebasing: self.rest.dropFirst())
        return first
    }

    /// The next bytes as one big-endian number.
    package mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _: Integer.Type = Integer.self
    ) -> Integer {
        var value: Integer = 0
        for _ in 0..<(Integer.bitWidth / 8) { value = value << 8 | Integer(self.byte()) }
        return value
    }

    /// A number below `bound`, from one byte.
    package mutating func index(below bound: Int) -> Int {
        bound > 0 ? Int(self.byte()) % bound : 0
    }

    /// The next `count` bytes, or as many as there are.
    package mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: self.rest.prefix(count))
        self.rest = UnsafeRawBufferPointer(rebasing: self.rest.dropFirst(count))
        return taken
    }

    /// The next `count` bytes, or as many as there are, in a storage of their own.
    package mutating func buffer(_ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: self.take(count))
    }

    /// All that is left, in a storage of its own.
    package mutating func restBuffer() -> ByteBuffer {
        self.buffer(self.rest.count)
    }
}
