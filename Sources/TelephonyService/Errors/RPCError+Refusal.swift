package import TelephonyCore
package import Trunk
internal import TrunkMessages

/// How a refusal of the core reads on the wire: status code, stable reason, variables, next step (domain 2.7).
extension RPCError {
    /// The error for a refusal.
    package init(_ refusal: Refusal) {
        let shape = RefusalShape(refusal)
        self.init(
            shape.code, shape.text,
            details: ErrorDetails(
                reason: shape.reason, domain: "telephony",
                metadata: shape.variables.map { MetadataPair(key: $0.0, value: $0.1) },
                fieldViolations: shape.field.map { [FieldViolation(field: $0, description: shape.text)] } ?? [],
                help: shape.help),
            notExecuted: true)
    }
}
