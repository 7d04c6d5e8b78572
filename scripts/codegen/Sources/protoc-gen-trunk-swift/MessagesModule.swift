internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// All Swift files of one module of messages.
struct MessagesModule {
    let parameters: Parameters

    init(_ parameters: Parameters) {
        self.parameters = parameters
    }

    func files(for protos: [FileDescriptor]) throws -> [OutputFile] {
        let messages = protos.flatMap(\.allMessages)
        try refuseEqualTypes(messages)
        let values = protos.compactMap { ValueWriter(parameters).file(for: $0) }
        return values + [BridgeWriter(parameters).file(for: messages)]
    }

    /// Names lose their package in Swift, so they must differ over the packages of a module.
    private func refuseEqualTypes(_ messages: [Descriptor]) throws {
        var seen: [String: String] = [:]
        for message in messages {
            let type = SwiftName.type(message)
            if let other = seen.updateValue(message.fullName, forKey: type) {
                throw GenerationError("\(other) and \(message.fullName) would both be \(type) in Swift; rename one")
            }
        }
    }
}
