internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

extension NumberRef {
    /// A number as people type it: `+` and digits, or an extension and its site.
    ///
    /// - Throws: `ValidationError` that says how to write it.
    init(typed text: String, site: String?) throws(ValidationError) {
        if Spelling.isE164(text) {
            self.init(ref: .e164(text))
            return
        }
        if text.hasPrefix("+") {
            let advice = Spelling.canonicalE164(text).map { "; write \($0)" } ?? ", 2 to 15 of them, no zero first"
            throw ValidationError("a number is + and digits only\(advice)")
        }
        guard Spelling.isExtension(text) else {
            throw ValidationError("give a number as +442079460123, or an extension of 2 to 8 digits with --site")
        }
        guard let site else { throw ValidationError("an extension needs its site: add --site ID") }
        guard Spelling.isID(site) else { throw ValidationError(EntityID.advice("--site")) }
        self.init(ref: .siteExtension(SiteExtension(siteID: site, extension: text)))
    }

    /// The number for people: `+442079460123`, or `2001 at london`.
    var text: String {
        switch ref {
        case .e164(let number): number
        case .siteExtension(let reference): "\(reference.extension) at \(reference.siteID)"
        case nil: ""
        }
    }
}
