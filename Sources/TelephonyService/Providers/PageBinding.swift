internal import TelephonyCore
internal import TelephonyStore
internal import TelephonyVault
internal import Trunk

/// What a page token is bound to: another caller, another method or another question makes it worthless.
struct PageBinding {
    let bytes: [UInt8]

    /// The binding of a question; `parts` spell it, each kept apart by its length.
    init(actor: Actor, method: String, _ parts: String...) {
        self.init(parts: [actor.name, method] + parts)
    }

    /// The binding of a question about numbers.
    init(actor: Actor, method: String, _ selection: NumberSelection) {
        // The description of a value of plain fields is stable within one build, and a token of another build is
        // refused: the caller then begins again.
        var states = selection.states.map { String($0.rawValue) }
        states.sort()
        self.init(parts: [
            actor.name, method, "\(selection.scope)", "\(String(describing: selection.owner))",
            selection.site?.text ?? "", states.joined(separator: ","), selection.text, selection.user?.text ?? "",
            "\(String(describing: selection.isAssigned))", "\(String(describing: selection.pinKind))",
            "\(String(describing: selection.isLocked))", "\(String(describing: selection.isLoggedIn))",
            "\(selection.order.rawValue)",
        ])
    }

    private init(parts: [String]) {
        bytes = parts.flatMap { part in
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.utf8.count).bigEndian, Array.init) + Array(part.utf8)
        }
    }
}

extension ServiceBackend {
    /// The sealed token of the next page; empty after the last.
    func pageToken(_ position: [UInt8]?, _ binding: PageBinding) throws(RPCError) -> [UInt8] {
        guard let position else { return [] }
        do {
            var random = SystemRandomNumberGenerator()
            return try vault.sealPage(position, binding: binding.bytes, random: &random)
        } catch {
            throw RPCError(.damaged)
        }
    }

    /// The position behind a token; nil for the first page.
    ///
    /// - Throws: INVALID_ARGUMENT for a token that is not ours, or of another question.
    func position<Position>(
        _ token: [UInt8], _ binding: PageBinding, _ read: ([UInt8]) -> Position?
    ) throws(RPCError) -> Position? {
        if token.isEmpty { return nil }
        guard let bytes = vault.openPage(token, binding: binding.bytes), let position = read(bytes) else {
            throw RequestFields.invalid("page_token", "not of this question; begin again without it")
        }
        return position
    }

    /// The id behind a token of a list of organisations or people; nil for the first page.
    func entity<Kind>(_ token: [UInt8], _ binding: PageBinding) throws(RPCError) -> EntityID<Kind>? {
        try position(token, binding) { EntityID<Kind>(String(decoding: $0, as: UTF8.self)) }
    }
}
