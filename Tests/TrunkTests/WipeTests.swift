import NIOCore
import Testing

@testable import Trunk

@Suite("Wiping")
struct WipeTests {
    @Test("wiped bytes are gone for everyone who shares them, and their neighbours stay (ZL-9)")
    func shared() {
        let whole = ByteBuffer(string: "before secret after")
        let secret = whole.getSlice(at: 7, length: 6)
        #expect(secret.map { String(buffer: $0) } == "secret")
        secret?.wipeReadableBytes()
        #expect(String(buffer: whole) == "before \0\0\0\0\0\0 after")
        ByteBuffer().wipeReadableBytes()
    }
}
