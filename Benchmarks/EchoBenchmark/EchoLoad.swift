import Glibc

/// A closed loop without a runtime in its way: blocking sockets, one `poll`, frames made once and patched.
struct EchoLoad {
    private struct Connection {
        let socket: CInt
        var input: [UInt8] = []
        var nextStream: UInt32 = 1
        var outstanding = 0
    }

    enum Failure: Error {
        case socket(Int32)
        case closed
        case answer(type: UInt8, code: UInt16)
    }

    private var connections: [Connection] = []
    private let outstanding: Int
    private let request: [UInt8]
    private var scratch = [UInt8](repeating: 0, count: 256 * 1024)

    init(port: UInt16, connections count: Int, outstanding: Int) throws {
        self.outstanding = outstanding
        request = Self.frame()
        for _ in 0..<count {
            connections.append(Connection(socket: try Self.connect(to: port)))
        }
        for index in connections.indices {
            try write(Self.opening, to: index)
        }
    }

    /// Makes `calls` calls and waits for all of their answers.
    mutating func run(calls: Int) throws {
        var unsent = calls
        var unanswered = calls
        for index in connections.indices { try send(min(unsent, outstanding), on: index, &unsent) }
        var polled = connections.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        while unanswered > 0 {
            guard poll(&polled, nfds_t(polled.count), 5000) > 0 else { throw Failure.socket(errno) }
            for index in polled.indices where polled[index].revents != 0 {
                let answers = try receive(on: index)
                unanswered -= answers
                try send(min(unsent, answers), on: index, &unsent)
            }
        }
    }

    private mutating func send(_ count: Int, on index: Int, _ unsent: inout Int) throws {
        guard count > 0 else { return }
        unsent -= count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * request.count)
        for _ in 0..<count {
            let start = bytes.count
            bytes += request
            let stream = connections[index].nextStream
            connections[index].nextStream += 2
            for byte in 0..<4 { bytes[start + 8 + byte] = UInt8(truncatingIfNeeded: stream >> UInt32(24 - 8 * byte)) }
        }
        try write(bytes, to: index)
    }

    private func write(_ bytes: [UInt8], to index: Int) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { part in
                Glibc.send(connections[index].socket, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.socket(errno) }
            sent += count
        }
    }

    /// Reads once; the number of answers that are complete.
    private mutating func receive(on index: Int) throws -> Int {
        let count = recv(connections[index].socket, &scratch, scratch.count, 0)
        guard count > 0 else { throw Failure.closed }
        connections[index].input += scratch[..<count]
        var answers = 0
        var start = 0
        let input = connections[index].input
        if input.count >= 12, input[0] == 0x89 { start = 12 }
        while start + 12 <= input.count {
            let length = Int(input[start + 1]) << 16 | Int(input[start + 2]) << 8 | Int(input[start + 3])
            guard start + 12 + length <= input.count else { break }
            switch input[start + 4] {
            case 0x03: answers += 1
            case 0x01, 0x08, 0xF0...0xFF: break
            case let type:
                throw Failure.answer(type: type, code: UInt16(input[start + 6]) << 8 | UInt16(input[start + 7]))
            }
            start += 12 + length
        }
        connections[index].input.removeFirst(start)
        return answers
    }

    private static func connect(to port: UInt16) throws -> CInt {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.socket(errno) }
        var one: CInt = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        return socket
    }

    /// Preface and an empty HELLO.
    private static let opening: [UInt8] =
        [0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, 1, 1, 0, 0] + [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]

    /// A REQUEST of `Do` with 46 bytes of text; its stream is patched in.
    private static func frame() -> [UInt8] {
        let path = Array("echo.v1.EchoService/Do".utf8)
        let text = Array("0123456789abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let message = [0x0A, UInt8(text.count)] + text
        let payload: [UInt8] = [0, 0, UInt8(path.count), 0] + [UInt8](repeating: 0, count: 12) + path + message
        return [0, 0, 0, UInt8(payload.count), 0x02, 0x09, 0, 0, 0, 0, 0, 0] + payload
    }
}
