import EchoMessages
import EchoOracle
import NIOCore
import SwiftProtobuf
import Testing
import TrunkMessages

/// swift-protobuf as the oracle: an implementation that shares no code with ours.
@Suite("Same bytes, same verdict as swift-protobuf (PC-11)")
struct DifferentialTests {
    /// What this side refuses and protobuf allows, on purpose (PC-1, PC-16).
    private static let stricter: Set<DecodeRule> = [
        .nul, .group, .wireTypeMismatch, .repeatedSingular, .unknownFields, .varint, .valueRange, .fields, .elements,
        .packedLength, .depth, .heap, .messageLength,
    ]

    @Test(
        "what we encode, the oracle reads as the same message, and the other way round",
        arguments: 1...8 as ClosedRange<UInt64>)
    func sound(seed: UInt64) throws {
        var random = RandomMessage(seed: seed)
        for round in 0..<150 {
            let message = random.everything()
            let ours = try Codec.encode(message)
            let oracle = try Echo_V1_Everything(serializedBytes: ours)
            let theirs: [UInt8] = try oracle.serializedBytes()
            #expect(theirs.count == ours.count, "seed \(seed), round \(round)")
            let back: Everything = try Codec.decode(theirs)
            // Compared as bytes: a NaN is not equal to itself.
            #expect(try Codec.encode(back) == ours, "seed \(seed), round \(round)")
            #expect(oracle.unknownFields.data.isEmpty)
        }
    }

    @Test("damaged bytes: accepted means accepted there, with the same values", arguments: 1...8 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = RandomMessage(seed: seed &* 1_000_003)
        var accepted = 0
        var refused = 0
        for round in 0..<1500 {
            let bytes = random.damaged(try Codec.encode(random.everything()))
            let place: Comment = "seed \(seed), round \(round), bytes \(bytes)"
            let oracle = try? Echo_V1_Everything(serializedBytes: bytes)
            guard let refusal = Codec.refusal(bytes, as: Everything.self) else {
                accepted += 1
                let theirs: [UInt8] = try #require(oracle, place).serializedBytes()
                let ours = try Codec.encode(Codec.decode(bytes, as: Everything.self))
                #expect(try Codec.encode(Codec.decode(theirs, as: Everything.self)) == ours, place)
                continue
            }
            refused += 1
            if !Self.stricter.contains(refusal.rule) { #expect(oracle == nil, "\(refusal), \(place)") }
        }
        #expect(accepted > 50 && refused > 50, "accepted \(accepted), refused \(refused)")
    }
}
