/// Who makes a call, as an `Authenticator` found out. The service that installed the authenticator knows the class
/// behind it; Trunk itself only carries it.
package protocol Identity: AnyObject, Sendable {
    /// A name for logs; never a credential.
    var name: String { get }
}
