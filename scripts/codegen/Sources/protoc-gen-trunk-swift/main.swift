internal import SwiftProtobufPluginLibrary
print("x")
