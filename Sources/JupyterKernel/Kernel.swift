import CZeroMQ
public import Notebooks
import Rendering

/// A kernel of Jupyter: five channels, behind which one session works.
///
/// The thread that runs it works for the shell channel, one request after the other. The control
/// channel and the heartbeat have threads of their own, so that a long loop can be stopped and a
/// client sees that the kernel lives.
public enum Kernel {
  /// Runs a kernel for a session until a client ends it.
  ///
  /// - Parameters:
  ///   - session: what works on the inputs.
  ///   - file: where to listen.
  ///   - surroundings: what it is given of the world.
  /// - Throws: where ZeroMQ is missing, or a port is taken.
  public static func run(
    _ session: Session, at file: ConnectionFile, surroundings: KernelSurroundings
  ) throws(ZeroMQContext.Failure) {
    let context = try ZeroMQContext()
    defer { context.close() }
    try serve(session, file, surroundings, context)
  }

  /// Binds the sockets and serves; when it returns, all of them are closed.
  private static func serve(
    _ session: Session, _ file: ConnectionFile, _ surroundings: KernelSurroundings,
    _ context: ZeroMQContext
  ) throws(ZeroMQContext.Failure) {
    let format = MessageFormat(WireFormat(key: file.key), surroundings: surroundings)
    let publisher = Publisher(
      try context.bind(ZEROMQ_PUBLISH, to: file.endpoint(of: .iopub)), format: format)
    let shell = try context.bind(ZEROMQ_ROUTER, to: file.endpoint(of: .shell))
    // Nothing here asks a person for a line, but clients connect to the channel.
    let input = try context.bind(ZEROMQ_ROUTER, to: file.endpoint(of: .stdin))
    let control = ControlChannel(
      try context.bind(ZEROMQ_ROUTER, to: file.endpoint(of: .control)), format: format,
      publisher: publisher, context: context)
    let heartbeat = Heartbeat(try context.bind(ZEROMQ_REPLY, to: file.endpoint(of: .heartbeat)))
    let threads = [
      BackgroundThread { control.serve() }, BackgroundThread { heartbeat.serve() },
    ]
    defer {
      context.shutDown()
      for thread in threads { thread?.join() }
    }
    publisher.publish(Reply("status", ["execution_state": "starting"]), parent: nil)
    let responder = SessionResponder(session, surroundings: surroundings)
    ShellChannel(shell, format: format, publisher: publisher, responder: responder)
      .serve(until: surroundings.isEnding)
    withExtendedLifetime(input) {}
  }
}
