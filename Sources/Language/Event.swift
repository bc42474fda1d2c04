public import Calculus
public import Syntax
public import Tensors

/// What running a cell makes: results to show, notes and errors, as data in the user's terms.
///
/// Rendering, exporting and JSON all read the same events.
public enum Event: Sendable {
  /// A statement showed something.
  case output(Output)
  /// A statement bound a name; shown only with `:set echo on`.
  case binding(Binding)
  /// A remark that belongs to no output.
  case note(Note)
  /// A statement failed.
  case failure(Diagnostic)
  /// A long loop has come this far, a fraction from 0 to 1; a descent adds its loss of the moment.
  case progress(Double, loss: Double?)
}

/// What a statement showed.
public struct Output: Sendable {
  /// The thing itself.
  public var content: Content
  /// The statement's source.
  public var source: String
  /// The names without a value that it depends on, in order of appearance.
  public var free: [String]
  /// Remarks on it: kinks, first nan, assumptions made about shapes.
  public var notes: [Note]
  /// What the result takes for granted, such as `d > 0`.
  public var assumptions: [String]

  /// Makes an output.
  public init(
    _ content: Content, source: String, free: [String] = [], notes: [Note] = [],
    assumptions: [String] = []
  ) {
    self.content = content
    self.source = source
    self.free = free
    self.notes = notes
    self.assumptions = assumptions
  }

  /// The kinds of thing a statement can show.
  public enum Content: Sendable {
    /// A number or a tensor.
    case value(Tensor)
    /// A formula with unbound names.
    case formula(Formula)
    /// A derivative: its formula where it has one, its value where all is bound.
    case derivative(Formula?, value: Tensor?)
    /// `check(f, x)`.
    case check(CheckReport)
    /// `equivalent(a, b)`.
    case equivalence(EquivalenceReport)
    /// `steps(grad(f, x))`.
    case steps([DerivationStep], result: Formula)
    /// `tape(f)`.
    case tape([TapeRow])
    /// `table(f, g, x=…)` and `compare(…)`: columns with a heading.
    case table(TableReport)
    /// `kinks(f, x)`: a line each, ready to read.
    case kinks([KinkReport])
    /// `domain(f)`: the conditions under which it is defined, each in the language.
    case domain([String])
    /// `plot(…)` and its kin.
    case plot(PlotData)
    /// Text to read: a signature, an explanation, an `In[4]`.
    case text(String)
  }
}

/// A name that a statement bound.
public struct Binding: Sendable {
  /// The name.
  public var name: String
  /// Whether it is a definition, a leaf, a function or a declaration.
  public var kind: String
  /// Its shape as people write it.
  public var shape: String
  /// Its value, where it has one.
  public var value: Tensor?

  /// Makes a binding.
  public init(name: String, kind: String, shape: String, value: Tensor? = nil) {
    self.name = name
    self.kind = kind
    self.shape = shape
    self.value = value
  }
}

/// A remark with a stable code: `kink`, `nonfinite`, `assumed-shape`, `stable-form`, `convention`.
public struct Note: Hashable, Sendable {
  /// The stable code.
  public var code: String
  /// One sentence for people.
  public var message: String

  /// Makes a note.
  public init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The three derivatives side by side.
public struct CheckReport: Sendable {
  /// The name differentiated by.
  public var variable: String
  /// The value of the symbolic derivative.
  public var symbolic: Tensor
  /// The gradient by reverse mode.
  public var autodiff: Tensor
  /// The gradient by central differences.
  public var numeric: Tensor
  /// The estimated error of each numeric element.
  public var numericError: Tensor
  /// Whether all three agree as far as the numeric one can tell.
  public var agree: Bool
  /// The decimal digits that all three have in common, at least.
  public var digits: Double
  /// The formula of the symbolic derivative.
  public var formula: Formula?
  /// What to say where they disagree or a kink is touched: element and reason.
  public var remarks: [String]

  /// Makes a report.
  public init(
    variable: String, symbolic: Tensor, autodiff: Tensor, numeric: Tensor, numericError: Tensor,
    agree: Bool, digits: Double, formula: Formula?, remarks: [String]
  ) {
    self.variable = variable
    self.symbolic = symbolic
    self.autodiff = autodiff
    self.numeric = numeric
    self.numericError = numericError
    self.agree = agree
    self.digits = digits
    self.formula = formula
    self.remarks = remarks
  }
}

/// Whether two expressions are the same function, and how that is known.
public struct EquivalenceReport: Sendable {
  /// The verdicts.
  public enum Verdict: String, Sendable {
    case equal, different, undecided
  }

  /// A point at which the two differ.
  public struct Witness: Sendable {
    /// The names' values there.
    public var point: [(name: String, value: Tensor)]
    /// The value of the first expression.
    public var left: Tensor
    /// The value of the second.
    public var right: Tensor

    /// Makes a witness.
    public init(point: [(name: String, value: Tensor)], left: Tensor, right: Tensor) {
      self.point = point
      self.left = left
      self.right = right
    }
  }

  /// The verdict.
  public var verdict: Verdict
  /// How it is known: `same normal form`, `agrees at 40 sampled points`.
  public var how: String
  /// A point that shows a difference.
  public var witness: Witness?
  /// The slip a different answer shows, `sign` or `factor-2`, where one was recognised.
  public var diagnosis: String?

  /// Makes a report.
  public init(
    verdict: Verdict, how: String, witness: Witness? = nil, diagnosis: String? = nil
  ) {
    self.verdict = verdict
    self.how = how
    self.witness = witness
    self.diagnosis = diagnosis
  }
}

/// One operation of an evaluation: what was computed and the slope of the result by it.
public struct TapeRow: Sendable {
  /// A name for the row, `t3`, or the user's name of the node.
  public var name: String
  /// The operation on earlier rows, `t1 * w`.
  public var operation: String
  /// The value it had.
  public var value: Tensor
  /// The adjoint: the slope of the result by this value.
  public var adjoint: Tensor?

  /// Makes a row.
  public init(name: String, operation: String, value: Tensor, adjoint: Tensor?) {
    self.name = name
    self.operation = operation
    self.value = value
    self.adjoint = adjoint
  }
}

/// A table with headings; a cell is a value or text.
public struct TableReport: Sendable {
  /// A cell.
  public enum Cell: Sendable {
    case value(Tensor)
    case text(String)
  }

  /// The headings of the columns.
  public var headings: [String]
  /// The rows, each as long as the headings.
  public var rows: [[Cell]]

  /// Makes a table.
  public init(headings: [String], rows: [[Cell]]) {
    self.headings = headings
    self.rows = rows
  }
}

/// A place where a function has no derivative.
public struct KinkReport: Hashable, Sendable {
  /// Where, in the language: `p - y == 0`.
  public var condition: String
  /// The interval of slopes there, `[-1, 1]`, where it can be said.
  public var slopes: String?
  /// What is taken there, and what the libraries take.
  public var convention: String?

  /// Makes a report.
  public init(condition: String, slopes: String? = nil, convention: String? = nil) {
    self.condition = condition
    self.slopes = slopes
    self.convention = convention
  }
}

/// A picture as data: curves over one variable, a field over two, or bars.
public struct PlotData: Sendable {
  /// A curve sampled where it needs it; a nan breaks it.
  public struct Curve: Sendable {
    /// The legend.
    public var label: String
    /// The abscissas, ascending.
    public var x: [Double]
    /// The values.
    public var y: [Double]
    /// Where the curve has a kink.
    public var kinks: [Double]
    /// Where the curve turns round or may have a kink, however narrow the place: its height there,
    /// where finite, is no pole's.
    public var turns: [Double]

    /// Makes a curve.
    public init(
      label: String, x: [Double], y: [Double], kinks: [Double] = [], turns: [Double] = []
    ) {
      self.label = label
      self.x = x
      self.y = y
      self.kinks = kinks
      self.turns = turns
    }
  }

  /// What is drawn.
  public enum Kind: Sendable {
    case curves([Curve])
    /// Values on a grid, rows of `y` from its lower end.
    case field([[Double]], yName: String, yRange: ClosedRange<Double>)
    case histogram(edges: [Double], counts: [Int])
    case bars(labels: [String], values: [Double])
  }

  /// What is drawn.
  public var kind: Kind
  /// The name of the abscissa.
  public var xName: String
  /// The range of the abscissa.
  public var xRange: ClosedRange<Double>
  /// The current point, where the variable is bound.
  public var point: (x: Double, y: Double)?
  /// The slope of the curve at the current point, where it has one: that of the tangent.
  public var slope: Double?
  /// Whether the axes are logarithmic.
  public var isLogarithmic: (x: Bool, y: Bool)

  /// Makes a picture.
  public init(
    kind: Kind, xName: String, xRange: ClosedRange<Double>, point: (x: Double, y: Double)? = nil,
    slope: Double? = nil, isLogarithmic: (x: Bool, y: Bool) = (false, false)
  ) {
    self.kind = kind
    self.xName = xName
    self.xRange = xRange
    self.point = point
    self.slope = slope
    self.isLogarithmic = isLogarithmic
  }
}
