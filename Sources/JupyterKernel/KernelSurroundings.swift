/// What a kernel is given of the world.
public struct KernelSurroundings: Sendable {
  /// The program's version.
  public var version: String
  /// A word that no other kernel has, which begins the identities of its messages.
  public var identity: String
  /// Returns the date and time in the form of ISO 8601.
  public var date: @Sendable () -> String
  /// Stops what is being evaluated, as Ctrl-C does.
  public var interrupt: @Sendable () -> Void
  /// Forgets a Ctrl-C, so that it does not stop what comes after.
  public var forgetInterrupt: @Sendable () -> Void
  /// Whether the process is to end.
  public var isEnding: @Sendable () -> Bool

  /// Makes surroundings.
  public init(
    version: String, identity: String, date: @escaping @Sendable () -> String,
    interrupt: @escaping @Sendable () -> Void, forgetInterrupt: @escaping @Sendable () -> Void,
    isEnding: @escaping @Sendable () -> Bool
  ) {
    self.version = version
    self.identity = identity
    self.date = date
    self.interrupt = interrupt
    self.forgetInterrupt = forgetInterrupt
    self.isEnding = isEnding
  }
}
