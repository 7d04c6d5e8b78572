import TrunkMessages

extension DecodeError {
    static var malformedText: DecodeError {
        DecodeError(message: Text.fullName, path: "value", offset: 0, rule: "test")
    }
}

extension EncodeError {
    static var nulInText: EncodeError { EncodeError(description: "value: a NUL") }
}
