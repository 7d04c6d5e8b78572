internal import CFuzzDriver
internal import FuzzTargets
internal import Glibc

// FuzzRunner TARGET [option...] [folder...]     fuzzes, with libFuzzer's options
// FuzzRunner list                               prints the targets, with the longest input of each
// FuzzRunner unpack TARGET CORPUS FOLDER        writes the kept inputs of a target into a folder
// FuzzRunner pack TARGET CORPUS FOLDER BYTES    keeps the inputs of a folder, at most so many bytes of them
//
// Built and started by scripts/fuzz.

/// What libFuzzer calls back: set once, before it is started.
nonisolated(unsafe) var chosen = FuzzTarget.frames

func usage() -> Never {
    print("usage: FuzzRunner list | unpack TARGET CORPUS FOLDER | pack TARGET CORPUS FOLDER BYTES | TARGET [option...]")
    exit(64)
}

func list() {
    for target in FuzzTarget.allCases { print(target.rawValue, target.inputBytesMax) }
}

/// Hands over to libFuzzer. It starts this program again for some of its work, with its own options alone: the target
/// goes to those processes by the environment.
func fuzz(_ target: FuzzTarget, _ options: ArraySlice<String>) -> Never {
    setenv("FUZZ_TARGET", target.rawValue, 1)
    chosen = target
    var argv: [UnsafeMutablePointer<CChar>?] = ([CommandLine.arguments[0]] + options).map { strdup($0) } + [nil]
    var argc = Int32(argv.count - 1)
    let status = argv.withUnsafeMutableBufferPointer { buffer in
        var base = buffer.baseAddress
        return LLVMFuzzerRunDriver(&argc, &base) { bytes, length in
            chosen.run(UnsafeRawBufferPointer(start: bytes, count: length))
            return 0
        }
    }
    exit(status)
}

let arguments = CommandLine.arguments
if let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) {
    fuzz(target, arguments.dropFirst())
}
let target = arguments.count > 2 ? FuzzTarget(rawValue: arguments[2]) : nil
switch (arguments.dropFirst().first, target, arguments.count) {
case ("list", _, 2): list()
case ("unpack", let target?, 5): try Corpus(folder: arguments[3]).unpack(target, into: arguments[4])
case ("pack", let target?, 6):
    guard let bytesMax = Int(arguments[5]) else { usage() }
    try Corpus(folder: arguments[3]).pack(target, from: arguments[4], bytesMax: bytesMax)
case (let name?, _, _):
    guard let target = FuzzTarget(rawValue: name) else { usage() }
    fuzz(target, arguments.dropFirst(2))
default: usage()
}
