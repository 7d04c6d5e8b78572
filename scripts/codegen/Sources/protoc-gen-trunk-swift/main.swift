internal import SwiftProtobuf

/// As a protoc plugin it takes no argument; `strip-services IN OUT` is the one thing it does by itself.
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "strip-services" {
    try ServiceStripper.run(Array(arguments.dropFirst()))
} else {
    Plugin().main(arguments)
}
