import EchoMessages
import Testing
import TrunkMessages

@Suite("What is checked once at start")
struct DescriptorTests {
    @Test("the library is at least protobuf-c 1.4.1 (PC-19)")
    func version() {
        #expect(ProtobufGuard.version >= 1_004_001)
    }

    @Test("every descriptor is sound and its type of bounded depth (PC-6, PC-14)")
    func descriptors() {
        let types = TrunkMessagesTypes.all + EchoMessagesTypes.all
        for type in types {
            let depth = ProtobufGuard.depth(of: type)
            #expect(depth >= 1 && depth <= 8, "\(type.fullName)")
        }
        #expect(ProtobufGuard.depth(of: EchoRequest.self) == 4)
    }
}
