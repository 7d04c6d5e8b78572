internal import Foundation
internal import SwiftProtobuf

/// Takes the services out of a descriptor set before protoc-c sees it: protoc-c ignores `stream` and method options,
/// and turns a method called `Do` into C that does not compile (PC-17). Services are our own generator's work.
enum ServiceStripper {
    /// Reads a `FileDescriptorSet` from the first path and writes it without services to the second.
    static func run(_ paths: [String]) throws {
        guard paths.count == 2 else { throw GenerationError("strip-services needs two paths: IN and OUT") }
        var set = try Google_Protobuf_FileDescriptorSet(
            serializedBytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: paths[0]))))
        for index in set.file.indices { set.file[index].service = [] }
        try set.serializedData().write(to: URL(fileURLWithPath: paths[1]))
    }
}
