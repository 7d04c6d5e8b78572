internal import SwiftProtobufPluginLibrary

/// What the command line asks for: `--trunk-swift_opt=kind=messages,module=TelephonyMessages,c=CTelephonyMessages`.
struct Parameters {
    /// Which part of the output.
    enum Kind: String {
        /// `Descriptors.h`, the umbrella header and the module map beside protoc-c's output.
        case c
        /// Swift values, their bridge to C, and the methods' descriptors.
        case messages
        /// Handler protocols, routes and the enum over all methods.
        case service
        /// Client structs and their protocols.
        case client
    }

    let kind: Kind
    /// The Swift module that holds the messages of these files.
    let module: String
    /// The C module with protoc-c's output for them.
    let cModule: String
    /// Prefix of the method enum: `Telephony` makes `TelephonyMethod`.
    let methods: String

    init(_ pairs: [(key: String, value: String)]) throws {
        var values: [String: String] = [:]
        for pair in pairs {
            guard ["kind", "module", "c", "methods"].contains(pair.key) else {
                throw GenerationError("unknown parameter \(pair.key)")
            }
            values[pair.key] = pair.value
        }
        guard let kind = values["kind"].flatMap(Kind.init(rawValue:)) else {
            throw GenerationError("kind= must be one of c, messages, service, client")
        }
        guard let module = values["module"] else { throw GenerationError("module= is missing") }
        self.kind = kind
        self.module = module
        self.cModule = values["c"] ?? "C" + module
        self.methods = values["methods"] ?? ""
    }
}
