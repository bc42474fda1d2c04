import CLibEdit
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The person's own editor, `$VISUAL` or `$EDITOR`, for `:edit`.
enum TextEditor {
  /// Lets a person edit a text; nil where there is no editor or it failed.
  static func edit(_ text: String) -> String? {
    guard let editor = Paths.variable("VISUAL") ?? Paths.variable("EDITOR"), !editor.isEmpty else {
      return nil
    }
    let folder = Paths.variable("TMPDIR") ?? "/tmp"
    let path = "\(folder)/lossbook-\(getpid()).loss"
    guard FileSystem.write(path, text.hasSuffix("\n") ? text : text + "\n") == nil else {
      return nil
    }
    defer { unlink(path) }
    edit_quiet(false)
    defer { edit_quiet(true) }
    // The editor's name may hold options, so the shell reads it; the path is passed beside it.
    guard run(["/bin/sh", "-c", "exec \(editor) \"$1\"", "lossbook", path]) == 0,
      case .success(let bytes) = FileSystem.read(path)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Shows a file in the program that the desktop has for it; nil if that went well.
  static func show(_ path: String) -> Surroundings.FileFailure? {
    #if canImport(Darwin)
      let opener = "open"
    #else
      let opener = "xdg-open"
    #endif
    let script = "exec \(opener) \"$1\" >/dev/null 2>&1 </dev/null"
    switch run(["/bin/sh", "-c", script, "lossbook", path]) {
    case 0: return nil
    case 127: return Surroundings.FileFailure("it is written, but there is no \(opener) to open it")
    default: return Surroundings.FileFailure("it is written, but \(opener) could not open it")
    }
  }

  /// Runs a program on our terminal and returns its exit code.
  static func run(_ arguments: [String]) -> Int32? {
    let copies = arguments.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var process = pid_t()
    guard let program = arguments.first,
      posix_spawn(&process, program, nil, nil, copies + [nil], environ) == 0
    else { return nil }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }
}
