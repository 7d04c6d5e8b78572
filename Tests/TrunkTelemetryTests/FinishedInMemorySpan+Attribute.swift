import InMemoryTracing
import Tracing

extension FinishedInMemorySpan {
    /// An attribute as text.
    func attribute(_ key: String) -> String? {
        switch attributes[key]?.toSpanAttribute() {
        case .string(let text): text
        case .int64(let number): "\(number)"
        case .int32(let number): "\(number)"
        default: nil
        }
    }
}
