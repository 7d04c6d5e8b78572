/// A secret that a command needs, and how a person is asked for it.
package struct SecretPrompt: Sendable {
    /// The question, without colon: `New PIN`.
    package var question: String
    /// Whether a person types it twice; a pipe or a file gives it once.
    package var isTypedTwice: Bool

    /// A prompt.
    package init(_ question: String, isTypedTwice: Bool = false) {
        self.question = question
        self.isTypedTwice = isTypedTwice
    }
}
