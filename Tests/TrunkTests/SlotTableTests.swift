import Testing

@testable import Trunk

@Suite("Slot table")
struct SlotTableTests {
    @Test("a key finds its element until it is taken out, and nothing afterwards")
    func oneElement() {
        var table = SlotTable<String>()
        let key = table.insert("a")
        #expect(table[key] == "a")
        #expect(table.update(key) { $0 += "b" } != nil)
        #expect(table.remove(key) == "ab")
        #expect(table[key] == nil)
        #expect(table.remove(key) == nil)
        #expect(table.update(key) { $0 = "c" } == nil)
        #expect(table.count == 0)
    }

    @Test("a slot used again answers only to its new key")
    func generations() {
        var table = SlotTable<Int>()
        let old = table.insert(1)
        _ = table.remove(old)
        let new = table.insert(2)
        #expect(old != new)
        #expect(table[old] == nil)
        #expect(table[SlotTable<Int>.Key(rawValue: new.rawValue)] == 2)
        #expect(table.keys == [new])
    }

    @Test("a key from nowhere finds nothing")
    func strangeKey() {
        var table = SlotTable<Int>()
        _ = table.insert(1)
        #expect(table[SlotTable<Int>.Key(rawValue: .max)] == nil)
        #expect(table[SlotTable<Int>.Key(rawValue: 0)] == nil)
    }
}
