internal import SwiftProtobuf
internal import SwiftProtobufPluginLibrary

/// How names of the schema are spelt in Swift.
enum SwiftName {
    /// Words that are written in capitals, except at the beginning of a name.
    private static let capitals = ["id": "ID", "ids": "IDs", "ip": "IP", "url": "URL", "uuid": "UUID"]

    /// `request_id` becomes `requestID`, `e164` stays, `CHANGE_REQUIRED` becomes `changeRequired`.
    static func lowerCamel(_ snake: String) -> String {
        let isShouted = !snake.contains { $0.isLowercase }
        let words = (isShouted ? snake.lowercased() : snake).split(separator: "_").map(String.init)
        guard let first = words.first.map(lowerFirst) else { return "_" }
        let rest = words.dropFirst().map { capitals[$0] ?? capitalised($0) }
        let name = first + rest.joined()
        return name.first?.isNumber == true ? "_" + name : name
    }

    /// `site_extension` becomes `SiteExtension`.
    static func upperCamel(_ snake: String) -> String {
        snake.split(separator: "_").map { capitalised(String($0)) }.joined()
    }

    /// `SignIn` becomes `signIn`, `URLOf` becomes `urlOf`.
    static func lowerFirst(_ camel: String) -> String {
        let capitals = camel.prefix { $0.isUppercase }
        if capitals.count == camel.count { return camel.lowercased() }
        let count = max(1, capitals.count - 1)
        return camel.prefix(count).lowercased() + camel.dropFirst(count)
    }

    /// `SignInOutcome` becomes `SIGN_IN_OUTCOME`.
    static func upperSnake(_ camel: String) -> String {
        var snake = ""
        let letters = Array(camel)
        for (index, letter) in letters.enumerated() {
            let followsLower = index > 0 && !letters[index - 1].isUppercase && letters[index - 1] != "_"
            let endsRun = index > 0 && index + 1 < letters.count && letters[index + 1].isLowercase
            if letter.isUppercase, followsLower || endsRun { snake += "_" }
            snake += letter.uppercased()
        }
        return snake
    }

    private static func capitalised(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }
}

extension SwiftName {
    /// The type of a message, with the types it is nested in.
    static func type(_ message: Descriptor) -> String {
        switch message.fullName {
        case Schema.durationName: return "Duration"
        case Schema.secretName: return "Secret"
        default: break
        }
        let own = ReservedWords.typeName(message.name)
        return message.containingType.map { type($0) + "." + own } ?? own
    }

    /// The type of an enum, with the types it is nested in.
    static func type(_ enumeration: EnumDescriptor) -> String {
        let own = ReservedWords.typeName(enumeration.name)
        return enumeration.containingType.map { type($0) + "." + own } ?? own
    }

    /// The enum of a oneof, without the message it is nested in.
    static func type(_ oneof: OneofDescriptor) -> String {
        let name = ReservedWords.typeName(upperCamel(oneof.name))
        let message: Descriptor = oneof.containingType
        let others = message.messages.map(\.name) + message.enums.map(\.name) + [message.name]
        return others.contains(name) ? name + "Choice" : name
    }

    static func property(_ field: FieldDescriptor) -> String { ReservedWords.member(lowerCamel(field.name)) }

    static func property(_ oneof: OneofDescriptor) -> String { ReservedWords.member(lowerCamel(oneof.name)) }

    static func function(_ method: MethodDescriptor) -> String { ReservedWords.member(lowerFirst(method.name)) }

    /// The case of an enum value: the prefix that the style of schemas demands is left out.
    static func enumCase(_ value: EnumValueDescriptor) -> String {
        let prefix = upperSnake(value.enumType.name) + "_"
        let name = value.name.uppercased().hasPrefix(prefix) ? String(value.name.dropFirst(prefix.count)) : value.name
        return ReservedWords.enumCase(lowerCamel(name))
    }

    /// `PinService` becomes `Pin`: what the names of its parts begin with.
    static func stem(_ service: ServiceDescriptor) -> String {
        service.name.hasSuffix("Service") && service.name != "Service"
            ? String(service.name.dropLast("Service".count)) : service.name
    }
}
