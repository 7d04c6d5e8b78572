import Trunk

/// Knows one token.
final class OneToken: Authenticator {
    /// The bearer of the token.
    final class Bearer: Identity {
        let name = "readme"
    }

    static let token = [UInt8]("token of the readme".utf8)

    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? {
        token.elementsEqual(Self.token) ? Bearer() : nil
    }
}
