import CLibEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The person's own pager, `$LOSSBOOK_PAGER` or `$PAGER`, for what is longer than the window.
enum Pager {
  /// Shows a text; false where there is no pager or it failed.
  static func show(_ text: String) -> Bool {
    let pager =
      Paths.variable("LOSSBOOK_PAGER") ?? Paths.variable("PAGER") ?? "less -FRX"
    guard !pager.isEmpty else { return false }
    let path = (Paths.variable("TMPDIR") ?? "/tmp") + "/lossbook-\(getpid()).txt"
    guard FileSystem.write(path, text + "\n") == nil else { return false }
    defer { unlink(path) }
    TextOutput.flush()
    edit_quiet(false)
    defer { edit_quiet(true) }
    return TextEditor.run(["/bin/sh", "-c", "exec \(pager) <\"$1\"", "lossbook", path]) == 0
  }
}
