import Tensors
import TestSupport
import Testing

@testable import Rendering

private func shown(_ tensor: Tensor, width: Int = 60, height: Int = 12) -> String {
  renderer(width: width, height: height).text(of: tensor).plain
}

@Test func smallTensorsAreWhole() {
  #expect(shown(Tensor(0.16425203)) == "0.164252")
  #expect(shown(Tensor(vector: [1, 2, 3])) == "[1, 2, 3]")
  #expect(shown(Tensor(vector: [1, 0], type: .bool)) == "[true, false]")
  #expect(
    shown(tensor([2, 3], [1, 2.5, -3, 4, 5, 6])) == """
      [[ 1.0,  2.5, -3.0],
       [ 4.0,  5.0,  6.0]]
      """)
}

@Test func emptyTensorsTellTheirShape() {
  #expect(shown(Tensor(vector: [])) == "[]  shape (0)")
  #expect(shown(tensor([0, 3], [])) == "[]  shape (0, 3)")
}

@Test func threeAxesTellTheirShape() {
  #expect(
    shown(tensor([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])) == """
      [[[1, 2],
        [3, 4]],
       [[5, 6],
        [7, 8]]]
      shape (2, 2, 2)
      """)
}

@Test func aLongVectorIsWrappedInColumnsAndShortened() {
  #expect(
    shown(Tensor(vector: (0..<30).map(Double.init)), width: 40) == """
      [ 0,  1,  2,  3,  4,  5,  6,  7,  8,
        9, 10, 11, 12, 13, 14, 15, 16, 17,
       18, 19, 20, 21, 22, 23, 24, 25, 26,
       27, 28, 29]
      """)
  #expect(
    shown(Tensor(vector: (0..<1000).map(Double.init)), width: 20, height: 8) == """
      [  0,   1,   2,
         3,   4,   …,
       995, 996, 997,
       998, 999]
      shape (1000)
      """)
}

@Test func aLargeMatrixIsShortenedBothWays() {
  #expect(
    shown(tensor([50, 40], (0..<2000).map(Double.init)), width: 30, height: 9) == """
      [[   0,    1, …,   38,   39],
       [  40,   41, …,   78,   79],
       …,
       [1920, 1921, …, 1958, 1959],
       [1960, 1961, …, 1998, 1999]]
      shape (50, 40)
      """)
}

@Test(arguments: [21, 22, 23] as [UInt64])
func noTensorIsWiderOrTallerThanTheWindow(seed: UInt64) {
  var generator = SeededGenerator(seed: seed)
  for _ in 0..<60 {
    let rank = Int.random(in: 1...5, using: &generator)
    let dimensions = (0..<rank).map { _ in Int.random(in: 1...12, using: &generator) }
    guard let shape = Shape(dimensions), shape.count < 20_000 else { continue }
    let elements = (0..<shape.count).map { _ in
      Double.random(in: -1...1, using: &generator) * Double.random(in: 0...1000, using: &generator)
    }
    let width = Int.random(in: 50...120, using: &generator)
    let height = Int.random(in: 12...40, using: &generator)
    let lines = shown(tensor(dimensions, elements), width: width, height: height)
      .split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.count <= 2 * height)
  }
}

@Test func aTensorOfManyAxesIsShown() {
  let tensor = tensor(Array(repeating: 2, count: 16), Array(repeating: 0.5, count: 1 << 16))
  #expect(shown(tensor).hasSuffix("2, 2)"))
}

@Test func aBriefTensorIsOneLine() {
  let text = TensorText(numbers: NumberText())
  #expect(text.brief(of: Tensor(vector: [1, 2])) == "[1, 2]")
  #expect(text.brief(of: Tensor(3.5)) == "3.5")
  #expect(text.brief(of: tensor([2, 2], [1, 2, 3, 4])) == "[[1, 2], [3, 4]]")
  let ones = tensor([40, 50], Array(repeating: 1, count: 2000))
  #expect(text.brief(of: ones) == "[[1, …, 1], …, [1, …, 1]]")
  #expect(text.brief(of: ones, columns: 12) == "[[1, …], …]")
  #expect(text.brief(of: ones, columns: 8) == "tensor (40, 50)")
  let long = Tensor(vector: (0..<100).map(Double.init))
  #expect(text.brief(of: long, columns: 30) == "[0, 1, 2, …, 97, 98, 99]")
  let thirds = Tensor(vector: [0.105360515, 0.223143551, 0.510825623])
  #expect(text.brief(of: thirds, columns: 30) == "[0.105361, 0.223144, 0.510826]")
  #expect(text.brief(of: thirds, columns: 23) == "[0.105, 0.223, 0.511]")
}
