import Language
import Syntax

extension Session {
  /// Makes an interpreter for the settings, in the world that the session is given.
  ///
  /// The prelude of another interpreter may be passed on, so that its text is not read again.
  static func makeInterpreter(
    _ settings: Settings, _ surroundings: Surroundings, prelude: Prelude? = nil
  ) -> Interpreter {
    let interpreter = Interpreter(
      prelude: prelude ?? Prelude(), seed: settings.seed ?? surroundings.seed)
    interpreter.options = options(settings)
    interpreter.isCancelled = surroundings.isCancelled
    interpreter.readFile = { (path, limit) throws(Diagnostic) in
      switch surroundings.readFile(path, limit) {
      case .success(let bytes): return bytes
      case .failure(let failure): throw Diagnostic(.file, "`\(path)`: \(failure.message)")
      }
    }
    return interpreter
  }

  /// Tells the interpreter what of the settings concerns it.
  func settingsChanged() {
    interpreter.options = Self.options(settings)
  }

  private static func options(_ settings: Settings) -> Interpreter.Options {
    var options = Interpreter.Options()
    options.memory = settings.memory
    options.type = settings.dtype
    options.guards = settings.guards
    return options
  }
}
