import Foundation
import RandomGraphs
import TestSupport

/// Long trials of what is promised, each for as long as is asked: see `Sources/Trust.md`.
@main
enum Trials {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    let first = numbers.first
    let second = numbers.dropFirst().first
    switch arguments.first {
    case "properties": PropertyTrial.run(count: first ?? 100_000, from: second ?? 0)
    case "soak":
      onLargeStack { SoakTrial.run(cells: first ?? 100_000, courses: second ?? 100) }
    default:
      print("usage: trials properties [graphs] [first seed] | soak [cells] [courses]")
    }
  }
}
