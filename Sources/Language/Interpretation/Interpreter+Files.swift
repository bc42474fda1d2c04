import DataFiles
import Execution
import Graphs
import Syntax
import Tensors

/// Calls that read files of data.
extension Interpreter {
  /// Reads the table of a call of `csv`.
  func readColumns(
    _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> DataTable {
    let options = try tableOptions(arguments)
    let table = try read(arguments) { (bytes, limits) throws(DataFileError) in
      try Table(of: bytes, options: options, limits: limits)
    }
    notes += table.remarks.map { Note("data", $0) }
    let columns = table.columns.map { (name: $0.name, tensor: Tensor(vector: $0.values)) }
    return leaves(of: columns, arguments, context)
  }

  /// Reads the array of a call of `npy`.
  func readArray(_ arguments: Arguments, notes: inout [Note]) throws(Diagnostic) -> Tensor {
    let array = try read(arguments) { (bytes, limits) throws(DataFileError) in
      try NumPyArray(of: bytes, limits: limits)
    }
    notes += array.remarks.map { Note("data", $0) }
    return array.tensor
  }

  /// Reads the arrays of a call of `npz`.
  func readArchive(
    _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> DataTable {
    let archive = try read(arguments) { (bytes, limits) throws(DataFileError) in
      try NumPyArchive(of: bytes, limits: limits)
    }
    notes += archive.remarks.map { Note("data", $0) }
    return leaves(of: archive.arrays, arguments, context)
  }

  private func tableOptions(_ arguments: Arguments) throws(Diagnostic) -> Table.Options {
    var options = Table.Options()
    if arguments.isGiven("separator") {
      let text = try arguments.string("separator")
      guard let character = text.first, text.count == 1, character.isASCII, character != "\"",
        character != "\n"
      else { throw arguments.fail(.argument, "`separator` is one character", at: "separator") }
      options.separator = character
    }
    if arguments.isGiven("decimal") {
      options.decimal = try arguments.string("decimal", among: [".", ","]).first
    }
    if arguments.isGiven("missing") { options.missing = try arguments.number("missing") }
    if arguments.isGiven("header") { options.header = try arguments.boolean("header") }
    if arguments.isGiven("columns") {
      options.columns = try arguments.elaborator.columnNames(
        arguments.expression("columns"), in: arguments.scope)
      guard options.columns?.isEmpty == false else {
        throw arguments.fail(
          .argument, "`columns` must be a list of names", at: "columns",
          hint: "such as `columns=[\"score\", \"label\"]`")
      }
    }
    return options
  }

  /// Reads a call's file, and lays what is wrong with it at the path's place.
  private func read<Content>(
    _ arguments: Arguments,
    by reader: ([UInt8], DataLimits) throws(DataFileError) -> Content
  ) throws(Diagnostic) -> Content {
    let path = try arguments.string("path")
    guard let readFile else {
      throw arguments.fail(.file, "files cannot be read here", at: "path")
    }
    let bytes: [UInt8]
    do throws(Diagnostic) {
      bytes = try readFile(path, options.memory)
    } catch {
      throw arguments.fail(error.code, error.message, at: "path", hint: error.hint)
    }
    do throws(DataFileError) {
      return try reader(bytes, DataLimits(bytes: options.memory, isCancelled: isCancelled))
    } catch {
      let code: Diagnostic.Code =
        switch error {
        case .unreadable: .file
        case .tooLarge: .limit
        case .interrupted: .interrupt
        }
      throw arguments.fail(
        code, code == .interrupt ? error.message : "`\(path)`: \(error.message)", at: "path",
        hint: error.hint)
    }
  }

  /// Makes each named array a leaf.
  private func leaves(
    of arrays: [(name: String, tensor: Tensor)], _ arguments: Arguments,
    _ context: StatementContext
  ) -> DataTable {
    DataTable(
      columns: arrays.map { name, tensor in
        let leaf = Leaf(
          id: cache.makeIdentity(), name: name, shape: SymbolicShape(tensor.shape))
        store.environment.bindings[leaf] = converted(tensor)
        return (
          name,
          Variable(leaf: leaf, declared: nil, source: context.source, range: arguments.call.range)
        )
      })
  }
}
