/// The fuzz targets (RT-F1): each takes any bytes, and traps when a promise of the code under it is broken.
///
/// `scripts/fuzz` drives them with libFuzzer and AddressSanitizer; a plain test replays `Tests/Corpus` through them.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// Both connections, fed the same bytes whole, by the byte, and cut where the input says.
    case frames
    /// A server's connection against a hostile client: a program of frames and of the owner's acts.
    case server
    /// A client's connection against a hostile server.
    case client
    /// Both connections against each other, over a wire that delivers as the input says.
    case pair
    /// HELLO and metadata.
    case tlvs
    /// Raw deflate.
    case deflate
    /// Pre-scan and unpack, in C, by message type.
    case `guard`
    /// Pre-scan, unpack and the Swift values, both ways, by message type.
    case bridge

    /// What is being run, for the message when a promise is broken.
    @TaskLocal package static var inputName = ""

    /// Runs one input.
    package func run(_ bytes: UnsafeRawBufferPointer) {
        var input = FuzzInput(bytes)
        switch self {
        case .frames: FrameSplits.run(&input)
        case .server: ServerProgram.run(&input)
        case .client: ClientProgram.run(&input)
        case .pair: PairProgram.run(&input)
        case .tlvs: TLVBlocks.run(&input)
        case .deflate: DeflateMessages.run(&input)
        case .guard: GuardedUnpack.run(&input)
        case .bridge: BridgedValues.run(&input)
        }
    }

    /// Longest input that is worth trying, bytes.
    package var inputBytesMax: Int {
        switch self {
        case .frames, .server, .client, .pair, .tlvs: 1_024
        case .deflate, .guard, .bridge: 2_048
        }
    }

    /// Inputs to begin with, so that a run does not spend its time on finding the formats.
    package var seeds: [[UInt8]] {
        switch self {
        case .frames: FrameSplits.seeds
        case .server: ServerProgram.seeds
        case .client: ClientProgram.seeds
        case .pair: PairProgram.seeds
        case .tlvs: TLVBlocks.seeds
        case .deflate: DeflateMessages.seeds
        case .guard: GuardedUnpack.seeds
        case .bridge: BridgedValues.seeds
        }
    }
}
