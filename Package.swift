// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "lossbook",
  products: [
    .executable(name: "lossbook", targets: ["lossbook"])
  ],
  dependencies: [
    // The field's standard for command lines: help, validation and completions for three shells.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The signatures of Jupyter's messages.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // MARK: - C

    // The line editor of the system, called through its own interface (`histedit.h`).
    .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
    // The reference parser of CommonMark, so that a lesson reads here as it reads on a forge.
    .systemLibrary(
      name: "CCommonMark", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    // The members of NumPy's archives are deflated.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    // The prelude and the lessons, put into the binary by the C compiler's `#embed`.
    .target(name: "CEmbedded"),

    // ZeroMQ's library, loaded when the kernel of Jupyter is run and not before.
    .target(name: "CZeroMQ", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

    // Loops that the compiler turns into vector instructions for the processor at hand.
    .target(name: "CVectorMath"),

    // MARK: - The core: text to graph to result

    .target(name: "Tensors", dependencies: ["CVectorMath"], swiftSettings: settings),
    .target(name: "Syntax", swiftSettings: settings),
    .target(name: "Graphs", dependencies: ["Tensors"], swiftSettings: settings),
    .target(name: "Execution", dependencies: ["Graphs", "Tensors"], swiftSettings: settings),
    .target(
      name: "Calculus", dependencies: ["Execution", "Graphs", "Syntax", "Tensors"],
      swiftSettings: settings),
    .target(name: "DataFiles", dependencies: ["CZlib", "Tensors"], swiftSettings: settings),
    .target(
      name: "Language",
      dependencies: [
        "Calculus", "CEmbedded", "DataFiles", "Execution", "Graphs", "Syntax", "Tensors",
      ],
      exclude: ["Prelude"],
      swiftSettings: settings),

    // MARK: - What is made of results

    .target(
      name: "CodeGeneration", dependencies: ["Graphs", "Tensors"], swiftSettings: settings),
    .target(
      name: "Rendering",
      dependencies: ["Calculus", "Execution", "Graphs", "Language", "Syntax", "Tensors"],
      swiftSettings: settings),
    .target(
      name: "Lessons",
      dependencies: [
        "CCommonMark", "CEmbedded", "Calculus", "Execution", "Graphs", "Language", "Rendering",
        "Syntax", "Tensors",
      ],
      swiftSettings: settings),
    .target(
      name: "Notebooks",
      dependencies: [
        "Calculus", "CodeGeneration", "Execution", "Graphs", "Language", "Lessons", "Rendering",
        "Syntax", "Tensors",
      ],
      swiftSettings: settings),

    // Jupyter's messages and what a session answers to them.
    .target(
      name: "JupyterKernel",
      dependencies: [
        "CZeroMQ", "Language", "Notebooks", "Rendering", "Syntax",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),

    // MARK: - The edge: terminal, files, arguments

    .target(name: "LineEditing", dependencies: ["CLibEdit"], swiftSettings: settings),
    .executableTarget(
      name: "lossbook",
      dependencies: [
        "CEmbedded", "CLibEdit", "CodeGeneration", "DataFiles", "JupyterKernel", "Language",
        "Lessons", "LineEditing", "Notebooks", "Rendering", "Syntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: - Benchmarks

    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Calculus", "Execution", "Graphs", "Language", "Rendering", "Syntax", "Tensors",
      ],
      path: "Benchmarks/Sources", swiftSettings: settings),

    // MARK: - Trials: what is promised, tried for as long as is asked

    .target(
      name: "RandomGraphs",
      dependencies: [
        "Calculus", "Execution", "Graphs", "Language", "Syntax", "TestSupport", "Tensors",
      ],
      path: "Tests/RandomGraphs", swiftSettings: settings),
    .target(
      name: "HostileInputs",
      dependencies: [
        "Language", "Lessons", "LineEditing", "Notebooks", "Syntax", "TestSupport",
      ],
      path: "Tests/HostileInputs", swiftSettings: settings),
    .executableTarget(
      name: "trials",
      dependencies: [
        "Language", "Lessons", "Notebooks", "RandomGraphs", "Rendering", "TestSupport",
      ],
      path: "Tests/Trials", swiftSettings: settings),

    // MARK: - Tests

    .target(
      name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport",
      swiftSettings: settings),
  ]
    + testTargets([
      "Syntax": [], "Tensors": [], "Graphs": ["Tensors"],
      "Execution": ["Graphs", "Tensors"],
      "Calculus": ["Execution", "Graphs", "Language", "Syntax", "Tensors"],
      "DataFiles": ["Tensors"],
      "Language": ["Calculus", "Execution", "Graphs", "RandomGraphs", "Syntax", "Tensors"],
      "CodeGeneration": ["Calculus", "Execution", "Graphs", "Language", "Syntax", "Tensors"],
      "Rendering": ["Calculus", "Execution", "Graphs", "Language", "Syntax", "Tensors"],
      "Lessons": ["Language", "Rendering"],
      "Notebooks": [
        "Calculus", "Graphs", "HostileInputs", "Language", "Lessons", "Rendering", "Syntax",
        "Tensors",
      ],
      "JupyterKernel": ["Notebooks", "Rendering"],
      "LineEditing": [],
    ])
    + [
      .testTarget(
        name: "ProgramTests",
        dependencies: ["CLibEdit", "Language", "Lessons", "TestSupport", "lossbook"],
        exclude: ["Fixtures"],
        swiftSettings: settings),
      .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    ],
  swiftLanguageModes: [.v6]
)

// Has no entry of its own: libFuzzer brings it, and only `make fuzz` links that.
if Context.environment["LOSSBOOK_LIBFUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["HostileInputs"], path: "Tests/Fuzz", exclude: ["Corpus"]))
}

/// One test target for each target of the table, named after it, that sees it and what is listed.
func testTargets(_ table: [String: [String]]) -> [Target] {
  let fixtures = [
    "Calculus": ["Fixtures"], "CodeGeneration": ["Fixtures"], "Execution": ["Fixtures"],
    "Language": ["Fixtures"],
    "Notebooks": ["Transcripts"],
  ]
  return table.sorted { $0.key < $1.key }.map { name, more in
    .testTarget(
      name: name + "Tests",
      dependencies: ([name] + more + ["TestSupport"]).map { .init(stringLiteral: $0) },
      exclude: fixtures[name] ?? [],
      swiftSettings: settings)
  }
}
