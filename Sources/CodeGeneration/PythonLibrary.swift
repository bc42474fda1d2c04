/// The libraries that modules are generated for.
public enum PythonLibrary: String, CaseIterable, Sendable {
  case numpy, torch, jax, tensorflow

  /// Finds a library by the names people call it, `tf` and `np` among them.
  public init?(named name: String) {
    switch name.lowercased() {
    case "numpy", "np": self = .numpy
    case "torch", "pytorch": self = .torch
    case "jax", "jnp": self = .jax
    case "tensorflow", "tf", "keras": self = .tensorflow
    default: return nil
    }
  }

  /// The name people know it by.
  public var title: String {
    switch self {
    case .numpy: "NumPy"
    case .torch: "PyTorch"
    case .jax: "JAX"
    case .tensorflow: "TensorFlow"
    }
  }

  /// The module that its array functions are in, as the imports name it.
  var prefix: String {
    switch self {
    case .numpy: "np"
    case .torch: "torch"
    case .jax: "jnp"
    case .tensorflow: "tf"
    }
  }

  /// What the functions of a module need.
  var imports: [String] {
    switch self {
    case .numpy: ["import numpy as np"]
    case .torch: ["import torch", "import torch.nn.functional as F"]
    case .jax: ["import jax", "import jax.numpy as jnp"]
    case .tensorflow: ["import tensorflow as tf"]
    }
  }
}
