import TelephonyCore
import TelephonyStore
import TelephonyTesting
import Testing

@Suite("The fault-injecting store")
struct FaultInjectionTests {
    @Test("a fault before a call keeps it from happening; one after it only loses the answer")
    func faultsHitAsPlanned() async throws {
        let test = try StoreUnderTest()
        let faulty = FaultInjectingStore(test.store) { call in
            switch call {
            case 1: .before(.notExecuted(.overloaded))
            case 2: .after(.unknownOutcome)
            case 4: .before(.unavailable)
            default: nil
            }
        }
        #expect(faulty.incarnation == test.store.incarnation)
        #expect(try await faulty.perform(Note(text: "0")).revision == 1)
        await #expect(throws: StoreError.notExecuted(.overloaded)) { try await faulty.perform(Note(text: "1")) }
        await #expect(throws: StoreError.unknownOutcome) { try await faulty.perform(Note(text: "2")) }
        #expect(try await faulty.subjects() == ["0", "2"])
        await #expect(throws: StoreError.unavailable) { try await faulty.subjects() }
        await test.store.close()
    }
}
