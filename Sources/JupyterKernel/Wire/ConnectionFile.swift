import Rendering

/// What a client wrote down for the kernel: where to listen, and the key of the signatures.
public struct ConnectionFile: Hashable, Sendable {
  /// The five channels.
  public enum Channel: String, CaseIterable, Sendable {
    case shell, control, iopub, stdin
    case heartbeat = "hb"
  }

  /// Why a file is no connection file, or not one that is obeyed.
  public struct Failure: Error, Hashable, Sendable {
    /// One sentence.
    public let message: String

    init(_ message: String) {
      self.message = message
    }
  }

  /// The key of the signatures; where it is empty, messages are not signed.
  public let key: [UInt8]
  private let endpoints: [Channel: String]

  /// Returns the endpoint of a channel, `tcp://127.0.0.1:5555`.
  public func endpoint(of channel: Channel) -> String { endpoints[channel] ?? "" }

  /// Reads a connection file.
  ///
  /// What runs code for whoever reaches it listens on this machine alone: an address that is not a
  /// loopback one is refused, and so is a scheme of signatures that is not HMAC with SHA-256.
  public init(_ bytes: [UInt8]) throws(Failure) {
    let file: JSON
    do throws(JSONReader.Failure) {
      file = try JSONReader.value(of: bytes)
    } catch {
      throw Failure("the connection file is no JSON: \(error.message) at byte \(error.offset)")
    }
    guard file.members != nil else { throw Failure("the connection file is no JSON object") }
    guard let key = file["key"]?.string else { throw Failure("`key` is missing") }
    self.key = Array(key.utf8)
    let scheme = file["signature_scheme"]?.string ?? "hmac-sha256"
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw Failure("signatures by `\(scheme)` are not known, only by hmac-sha256")
    }
    guard let ip = file["ip"]?.string, !ip.isEmpty else { throw Failure("`ip` is missing") }
    let transport = file["transport"]?.string ?? "tcp"
    guard transport == "tcp" || transport == "ipc" else {
      throw Failure("the transport `\(transport)` is not known, only tcp and ipc")
    }
    guard transport == "ipc" || Self.isLoopback(ip) else {
      throw Failure("the address `\(ip)` is not on this machine alone; 127.0.0.1 is")
    }
    var endpoints: [Channel: String] = [:]
    for channel in Channel.allCases {
      guard let port = file["\(channel.rawValue)_port"]?.integer, (1...65535).contains(port) else {
        throw Failure("`\(channel.rawValue)_port` is missing or no port")
      }
      endpoints[channel] =
        transport == "ipc"
        ? "ipc://\(ip)-\(port)" : "tcp://\(ip.contains(":") ? "[\(ip)]" : ip):\(port)"
    }
    self.endpoints = endpoints
  }

  /// Whether only this machine reaches an address: 127.0.0.0/8, `::1` and `localhost`.
  private static func isLoopback(_ ip: String) -> Bool {
    if ip == "::1" || ip == "localhost" { return true }
    let parts = ip.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
