import Foundation
import HostileInputs
import TestSupport
import Testing

/// Readers of what others wrote: none ends the process, whatever the bytes.
///
/// `make fuzz` lets libFuzzer make the inputs, for as long as one likes; what it finds joins the
/// corpus.
@Suite struct ReaderTests {
  private static func corpus() throws -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fuzz/Corpus")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
  }

  @Test func everyReaderHasAnInputInTheCorpusAndTakesIt() throws {
    let corpus = try Self.corpus()
    #expect(Set(corpus.compactMap(\.first)) == Set(Reader.allCases.map(\.rawValue)))
    onLargeStack { for input in corpus { Reader.read(input) } }
  }

  @Test func changedInputsOfTheCorpusAreTaken() throws {
    let corpus = try Self.corpus()
    onLargeStack {
      for seed in UInt64(0)..<120 {
        var random = SeededGenerator(seed: seed)
        guard let input = corpus.randomElement(using: &random) else { continue }
        Reader.read(Mutation.mutated(input, with: corpus, using: &random))
      }
    }
  }
}
