import Rendering

/// What is installed so that Jupyter finds the kernel.
public enum KernelSpecification {
  /// The name of the folder, and of the kernel.
  public static let name = "lossbook"

  /// Returns the files of the folder, for a program by its absolute path.
  public static func files(program: String) -> [(name: String, text: String)] {
    let specification: JSON = [
      "argv": [.string(program), "jupyter", "run", "{connection_file}"],
      "display_name": "Lossbook", "language": "lossbook", "interrupt_mode": "message",
      "kernel_protocol_version": .string(KernelInformation.protocolVersion),
    ]
    return [("kernel.json", specification.text + "\n"), ("logo-svg.svg", logo)]
  }

  /// A valley and a point on its way down.
  private static let logo = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Lossbook">
    <rect width="64" height="64" rx="12" fill="#1a6b3c"/>
    <path d="M10 12 C 18 62, 40 62, 54 22" fill="none" stroke="#fff" stroke-width="5" \
    stroke-linecap="round"/>
    <circle cx="17.5" cy="32" r="6" fill="#ffd54a"/>
    </svg>

    """
}
