import TelephonyMessages
import Testing

@testable import TelephonyCommandLine
@testable import telephonyctl

@Suite("The file of numbers provision is checked before anything is sent")
struct ProvisionSheetTests {
    private func read(_ text: String, site: String? = nil) throws -> ProvisionSheet {
        let file = try TemporaryFile(text)
        defer { file.remove() }
        return try ProvisionSheet.read(file.path, defaultSite: site)
    }

    @Test("every column arrives where it belongs, leading zeros and all")
    func fullRow() throws {
        let sheet = try read(
            """
            Number , EXTENSION,site,type,owner,label,user,activate
            +442079460123,0042,london,ordinary,occupier:acme,"Bell, Ann",ann,yes
            +442079460100,2000,london,MAIN,operator:skyline,,,
            """)
        #expect(sheet.problems.isEmpty)
        #expect(
            sheet.rows == [
                ProvisionRow(
                    line: 2,
                    spec: NumberSpec(e164: "+442079460123", extension: "0042", siteID: "london", type: .ordinary),
                    owner: Owner(owner: .occupierID("acme")), label: "Bell, Ann", user: "ann", isActivated: true),
                ProvisionRow(
                    line: 3, spec: NumberSpec(e164: "+442079460100", extension: "2000", siteID: "london", type: .main),
                    owner: Owner(owner: .operatorID("skyline")), label: "", user: "", isActivated: false),
            ])
    }

    @Test("number and extension are enough when the site is said once; semicolons and unknown columns are fine")
    func shortRow() throws {
        let sheet = try read("number;extension;colour\r\n+4420;10;red\r\n", site: "london")
        #expect(sheet.problems.isEmpty)
        #expect(sheet.unknownHeaders == ["colour"])
        #expect(
            sheet.rows.map(\.spec) == [NumberSpec(e164: "+4420", extension: "10", siteID: "london", type: .ordinary)])
    }

    @Test("everything wrong with a row is told at once, by line, column and rule")
    func wrongRow() throws {
        let sheet = try read(
            """
            number,extension,site,type,owner,label,user,activate
            +44 20 7946 0123,1,London!,fax,acme,\(String(repeating: "x", count: 65)),Ann,perhaps
            """)
        #expect(sheet.rows.isEmpty)
        #expect(
            sheet.problems.map(\.description) == [
                "line 2, number: not + and 2 to 15 digits; write +442079460123", "line 2, extension: not 2 to 8 digits",
                "line 2, site: no id: 1 to 63 of a-z, 0-9 and hyphen", "line 2, type: not ordinary or main",
                "line 2, owner: not operator:ID or occupier:ID", "line 2, label: more than 64 bytes",
                "line 2, user: no id: 1 to 63 of a-z, 0-9 and hyphen", "line 2, activate: not yes or no",
                "line 2, user: needs activate = yes", "line 2, label: needs activate = yes",
            ])
    }

    @Test("what cannot go together is told")
    func together() throws {
        let sheet = try read(
            """
            number,extension,site,type,owner,user,activate
            +4421,21,london,,,,yes
            +4422,22,london,main,occupier:acme,ann,yes
            ,,,,,,
            """)
        #expect(
            sheet.problems.map(\.description) == [
                "line 2, activate: needs an owner", "line 3, user: a main number has no user",
                "line 4, number: missing",
                "line 4, extension: missing", "line 4, site: missing; fill the column or give --site",
            ])
    }

    @Test("rows that cannot both be right name the earlier line")
    func duplicates() throws {
        let sheet = try read(
            """
            number,extension,site,type,owner
            +4421,21,london,main,occupier:acme
            +4421,22,london,,
            +4423,21,london,,
            +4424,24,london,main,occupier:acme
            +4425,21,paris,main,occupier:acme
            """)
        #expect(
            sheet.problems.map(\.description) == [
                "line 3, number: the same number as in line 2",
                "line 4, extension: the same extension at the same site as in line 2",
                "line 5, type: a main number of the same owner at the same site as in line 2",
            ])
        #expect(sheet.rows.map(\.line) == [2, 6])
    }

    @Test("a row with another number of cells is told, not shifted")
    func wrongCount() throws {
        let sheet = try read("number,extension,site\n+4421,21\n+4422,22,london\n")
        #expect(sheet.problems.map(\.description) == ["line 2, row: 2 cells, the header has 3"])
        #expect(sheet.rows.count == 1)
    }

    @Test(
        "a file without a usable header is refused",
        arguments: [
            "", "\n\n", "extension,site\n", "number,site\n", "number,number,extension\n", "number,extension\n\"x",
        ])
    func headers(_ text: String) {
        #expect(#expect(throws: Problem.self) { try read(text) }?.status == .badData)
    }
}
