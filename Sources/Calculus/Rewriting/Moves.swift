/// The moves of the simplifier, as data.
///
/// Each is pure and context-free. None is trusted to help: a result counts only if it is cheaper.
enum Moves {
  static let all: [Move] = [
    Move(name: "factor out", isMajor: false) { $1.factored($0) },
    Move(name: "sum of sums", isMajor: false) { $1.mergedSums($0) },
    Move(name: "common denominator", isMajor: true) {
      $1.factored($1.overCommonDenominator($0, expanding: false))
    },
    Move(name: "multiply out", isMajor: false) { $1.factored($1.expanded($0)) },
    Move(name: "common denominator", isMajor: true) {
      $1.factored($1.overCommonDenominator($0, expanding: true))
    },
    Move(name: "cancel denominators", isMajor: true) { $1.factored($1.distributed($0)) },
    Move(name: "recognise the sigmoid", isMajor: true) { $1.recognised($0) },
    Move(name: "same condition", isMajor: false) { $1.mergedChoices($0) },
    Move(name: "one entry a row", isMajor: false) { $1.collectedSelections($0) },
    Move(name: "collect", isMajor: false) { $1.collected($0) },
    Move(name: "collect matrix products", isMajor: false) { $1.collectedProducts($0) },
    Move(name: "an inverse undoes its matrix", isMajor: true) { $1.cancelledInverses($0) },
    Move(name: "one linear map", isMajor: false) { $1.mergedMaps($0) },
    Move(name: "the length of a product", isMajor: false) { $1.squaredLength($0) },
    Move(name: "squares of sine and hyperbolic cosine", isMajor: false) { $1.pythagorean($0) },
    Move(name: "compare differences", isMajor: false) { $1.shortenedComparison($0) },
    Move(name: "equal on both sides", isMajor: true) { $1.mergedCases($0) },
    Move(name: "under the condition", isMajor: false) { $1.underCondition($0) },
    Move(name: "cancel a factor's denominator", isMajor: false) { $1.combinedFactors($0) },
    Move(name: "divide through", isMajor: false) { $1.dividedThrough($0) },
    Move(name: "cancel a common factor", isMajor: false) { $1.cancelledPolynomial($0) },
  ]
}
