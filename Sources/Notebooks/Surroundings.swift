/// What a session is given of the world: files, the clock, and word that it should stop.
///
/// The session itself reads no file, no clock and no environment, so that a test decides all of it.
public struct Surroundings: Sendable {
  /// Why a file could not be read or written, in one sentence.
  public struct FileFailure: Error, Hashable, Sendable {
    /// The sentence, without the file's name.
    public let message: String

    /// Makes a failure.
    public init(_ message: String) {
      self.message = message
    }
  }

  /// Returns the bytes of a file that has no more than a limit.
  public var readFile: @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], FileFailure>
  /// Writes a file whole, or leaves it as it was.
  public var writeFile: @Sendable (_ path: String, _ text: String) -> FileFailure?
  /// Returns the seconds of a clock that only goes forward.
  public var now: @Sendable () -> Double
  /// Where random numbers start, another one each time the program does.
  public var seed: UInt64
  /// Whether Ctrl-C was pressed.
  public var isCancelled: @Sendable () -> Bool
  /// Lets a person edit a text in their own editor; nil where there is none, or it was given up.
  public var edit: @Sendable (_ text: String) -> String?
  /// Shows a file in the program that the person's desktop has for it; nil if that went well.
  public var open: @Sendable (_ path: String) -> FileFailure?
  /// Returns the names in a folder; those of folders end in `/`.
  public var listFolder: @Sendable (_ path: String) -> [String]

  /// Makes surroundings; what is left out is an empty world in which no time passes.
  public init(
    readFile: @escaping @Sendable (String, Int) -> Result<[UInt8], FileFailure> = { _, _ in
      .failure(FileFailure("there are no files here"))
    },
    writeFile: @escaping @Sendable (String, String) -> FileFailure? = { _, _ in
      FileFailure("there are no files here")
    },
    now: @escaping @Sendable () -> Double = { 0 },
    seed: UInt64 = 0,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    edit: @escaping @Sendable (String) -> String? = { _ in nil },
    open: @escaping @Sendable (String) -> FileFailure? = { _ in
      FileFailure("there is nothing to open it with")
    },
    listFolder: @escaping @Sendable (String) -> [String] = { _ in [] }
  ) {
    self.readFile = readFile
    self.writeFile = writeFile
    self.now = now
    self.seed = seed
    self.isCancelled = isCancelled
    self.edit = edit
    self.open = open
    self.listFolder = listFolder
  }

  /// The largest text that is read: what is larger is no script and no notebook.
  private static let textLimit = 1 << 30

  /// Returns the text of a file; bytes that are no UTF-8 become U+FFFD.
  func readText(_ path: String) -> Result<String, FileFailure> {
    readFile(path, Self.textLimit).map { String(decoding: $0, as: UTF8.self) }
  }
}
