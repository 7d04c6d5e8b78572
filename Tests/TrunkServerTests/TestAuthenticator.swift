import Trunk

/// Knows the token `good`, and every token that begins with `user-`.
struct TestAuthenticator: Authenticator {
    func identity(token: UnsafeRawBufferPointer) -> (any Identity)? {
        let text = String(decoding: token, as: UTF8.self)
        return text == "good" || text.hasPrefix("user-") ? TestIdentity(name: text) : nil
    }
}

final class TestIdentity: Identity {
    let name: String

    init(name: String) { self.name = name }
}
