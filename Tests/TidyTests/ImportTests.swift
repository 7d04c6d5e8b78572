import Testing

@Suite("The house: who may import whom")
struct ImportTests {
    private let sources = SourceTree.swiftFiles(in: "Sources")

    @Test("every module has its room, and every room its module")
    func roomsMatchModules() {
        #expect(Set(sources.map(\.module)) == Set(House.rooms.keys))
    }

    @Test("a module imports only what its room allows")
    func importsStayInTheRoom() {
        for file in sources {
            guard let room = House.rooms[file.module] else { continue }
            let stray = file.imports.subtracting(room.ours).subtracting(room.others)
            #expect(stray.isEmpty, "\(file.path) imports \(stray.sorted())")
        }
    }

    @Test("a module imports only rows below its own, save for the arrows drawn in the house")
    func importsPointDownwards() {
        let sameRow: Set<[String]> = [
            ["TelephonyMessages", "TrunkMessages"], ["SQLiteStore", "TelephonyStore"],
            ["TelephonyClient", "TrunkClient"], ["TrunkTLS", "TrunkClient"],
            ["telephonyctl", "TelephonyCommandLine"], ["telephony-load", "TelephonyCommandLine"],
        ]
        for (name, room) in House.rooms {
            for other in room.ours {
                guard let below = House.rooms[other] else { continue }
                #expect(below.row < room.row || sameRow.contains([name, other]), "\(name) -> \(other)")
            }
        }
    }

    @Test("the core imports nothing at all")
    func coreImportsNothing() {
        let imports = sources.filter { $0.module == "TelephonyCore" }.map(\.imports)
        #expect(!imports.isEmpty)
        #expect(imports.allSatisfy { $0.isEmpty })
    }

    @Test("each C module is imported by exactly one Swift file")
    func oneFilePerCModule() {
        for module in House.cModules {
            let importers = sources.filter { $0.imports.contains(module) }.map(\.path)
            #expect(importers.count <= 1, "\(module): \(importers)")
        }
        for module in ["CProtobufGuard", "CTrunkMessages", "CTelephonyMessages"] {
            #expect(sources.contains { $0.imports.contains(module) }, "nobody imports \(module)")
        }
    }

    @Test("only the server program and the test support name a storage backend")
    func backendsAreNamedOnce() {
        for file in sources where !House.backends.contains(file.module) && file.module != "TelephonyTesting" {
            guard file.module != "telephonyd" else { continue }
            #expect(file.imports.isDisjoint(with: House.backends), "\(file.path)")
        }
    }

    @Test("every import says its access level")
    func importsSayTheirAccess() {
        for file in sources where !file.isGenerated {
            for line in file.lines where line.hasPrefix("import ") {
                Issue.record("\(file.path): \(line)")
            }
        }
    }
}
