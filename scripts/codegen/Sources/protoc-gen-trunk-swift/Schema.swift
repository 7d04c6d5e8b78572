internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// Facts about a schema that its descriptors do not say by themselves.
enum Schema {
    /// The type that marks a secret; its Swift class is written by hand.
    static let secretName = "common.v1.Secret"
    /// Becomes Swift's own `Duration`.
    static let durationName = "google.protobuf.Duration"

    static func isSecret(_ field: FieldDescriptor) -> Bool {
        field.type == .message && field.messageType.fullName == secretName
    }

    /// The Swift module that holds the messages of a package, when `module` is the one of the telephony schema.
    static func module(of file: FileDescriptor, default module: String) -> String {
        switch file.package {
        case "google.protobuf", "trunk.v1", "grpc.health.v1": "TrunkMessages"
        default: module
        }
    }
}

extension FileDescriptor {
    /// All messages, nested ones after the one that holds them, in the order of the file.
    var allMessages: [Descriptor] { messages.flatMap(\.withNested) }
}

extension Descriptor {
    /// This message and the ones nested in it.
    var withNested: [Descriptor] { [self] + messages.flatMap(\.withNested) }

    /// Whether a value of this type holds, at any depth, one of `other`.
    func reaches(_ other: Descriptor) -> Bool {
        var seen: Set<String> = []
        var open = fields.compactMap { $0.type == .message ? $0.messageType : nil }
        while let next = open.popLast() {
            if next.fullName == other.fullName { return true }
            guard seen.insert(next.fullName).inserted else { continue }
            open += next.fields.compactMap { $0.type == .message ? $0.messageType : nil }
        }
        return false
    }

    /// Whether this message is the secret type, or holds one at any depth.
    var carriesSecret: Bool {
        if fullName == Schema.secretName { return true }
        return fields.contains { $0.type == .message && $0.messageType.carriesSecret }
    }

    /// Whether the Swift type is written by hand, or Swift's own.
    var isHandWritten: Bool { fullName == Schema.secretName || fullName == Schema.durationName }
}

extension MethodDescriptor {
    /// Whether request or response holds a secret (ZL-9).
    var carriesSecret: Bool { inputType.carriesSecret || outputType.carriesSecret }

    /// The case of `CallShape`.
    var shape: String {
        switch (clientStreaming, serverStreaming) {
        case (false, false): "unary"
        case (true, false): "clientStreaming"
        case (false, true): "serverStreaming"
        case (true, true): "bidirectionalStreaming"
        }
    }

    /// The case of `Idempotency`.
    var idempotency: String {
        switch options.idempotencyLevel {
        case .noSideEffects: "noSideEffects"
        case .idempotent: "idempotent"
        case .idempotencyUnknown: "unknown"
        }
    }
}
