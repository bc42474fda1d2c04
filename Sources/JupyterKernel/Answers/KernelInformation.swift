import Notebooks
import Rendering

/// What a kernel says of itself.
enum KernelInformation {
  /// The version of the protocol that is spoken.
  static let protocolVersion = "5.3"

  /// The content of a `kernel_info_reply`.
  static func content(version: String) -> JSON {
    var language = NotebookFormat.jupyterLanguage.members ?? []
    language.append(.init("version", .string(version)))
    return [
      "status": "ok", "protocol_version": .string(protocolVersion), "implementation": "lossbook",
      "implementation_version": .string(version), "language_info": .object(language),
      "banner": .string("Lossbook \(version): loss functions and their derivatives, three ways"),
      "debugger": .bool(false), "help_links": .array([]),
    ]
  }
}
