package import TrunkMessages

/// What a server says of itself to tools that ask (`trunk.v1.IntrospectionService`).
package struct ServerDescription: Sendable {
    /// Product name.
    package var name: String
    /// Product version; empty when it has none.
    package var version: String
    /// Limits that the server enforces on a connection, by the names of the protocol document.
    package var limits: [Limit]

    /// A description; by default that of a server inside a test or a tool.
    package init(name: String = "telephony", version: String = "", limits: [Limit] = []) {
        self.name = name
        self.version = version
        self.limits = limits
    }
}
