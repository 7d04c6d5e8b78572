internal import ArgumentParser
internal import TelephonyMessages

/// Where a try comes from, and at which surface.
struct OriginOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the PIN is used: voicemail, handset or portal.", valueName: "surface"))
    var surface = SurfaceArgument.portal

    @Option(help: ArgumentHelp("Calling number or address the person tries from.", valueName: "address"))
    var origin = ""

    @Option(help: ArgumentHelp("The device the person uses.", valueName: "id"))
    var device = ""

    func validate() throws {
        for (option, text) in [("--origin", origin), ("--device", device)] {
            guard text.utf8.count <= 64, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw ValidationError("\(option) takes at most 64 printable ASCII characters")
            }
        }
    }

    /// The origin, or nil when nothing is known of it.
    var message: Origin? { origin.isEmpty && device.isEmpty ? nil : Origin(address: origin, deviceID: device) }
}
