/// Why a file of data is not read.
public enum DataFileError: Error, Hashable, Sendable {
  /// The file is not what it should be: a sentence that names the place, and what to do.
  case unreadable(String, hint: String? = nil)
  /// What is in it takes more memory than it may.
  case tooLarge(bytes: Int, limit: Int)
  /// The reader was asked to stop.
  case interrupted

  /// The sentence for people.
  public var message: String {
    switch self {
    case .unreadable(let message, _): message
    case .tooLarge(let bytes, let limit):
      "it holds \(Self.size(bytes)), and the limit is \(Self.size(limit))"
    case .interrupted: "interrupted"
    }
  }

  /// What could be done about it.
  public var hint: String? {
    switch self {
    case .unreadable(_, let hint): hint
    case .tooLarge: "`:set memory` changes the limit"
    case .interrupted: nil
    }
  }

  /// An amount of memory with three digits at most: `1.5 GB`.
  public static func size(_ bytes: Int) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"]
    var amount = Double(bytes)
    var unit = 0
    while amount >= 1_000, unit + 1 < units.count {
      amount /= 1_024
      unit += 1
    }
    let isWhole = amount >= 100 || amount == amount.rounded()
    let number = isWhole ? "\(Int(amount.rounded()))" : "\((amount * 10).rounded() / 10)"
    return "\(number) \(bytes == 1 ? "byte" : units[unit])"
  }
}

/// What a reader of data may take, and when it has to stop.
public struct DataLimits: Sendable {
  /// The most memory, in bytes, that the numbers may take.
  public let bytes: Int
  /// Whether the reader should stop, asked as it goes.
  public let isCancelled: @Sendable () -> Bool

  /// Makes limits.
  public init(bytes: Int, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.bytes = bytes
    self.isCancelled = isCancelled
  }

  /// Checks that so many numbers may be held.
  func check(numbers count: Int) throws(DataFileError) {
    if isCancelled() { throw .interrupted }
    let (needed, overflow) = count.multipliedReportingOverflow(by: 8)
    guard !overflow, needed <= bytes else {
      throw .tooLarge(bytes: overflow ? .max : needed, limit: bytes)
    }
  }
}
