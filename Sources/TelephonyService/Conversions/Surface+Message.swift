internal import TelephonyCore
internal import TelephonyMessages
internal import Trunk

extension TelephonyCore.Surface {
    /// The surface in a request.
    ///
    /// - Throws: INVALID_ARGUMENT when it is missing or not known.
    init(_ surface: TelephonyMessages.Surface) throws(RPCError) {
        switch surface {
        case .voicemail: self = .voicemail
        case .handset: self = .handset
        case .portal: self = .portal
        case .unspecified, .unrecognized: throw RequestFields.invalid("surface", "missing or not known")
        }
    }
}
