import Testing

@Suite struct TextbookTests {
  @Test(arguments: [
    ("grad(hinge(y, s), s)", "where(y*s < 1, -y, 0)/size(y)"),
    ("grad(squared_hinge(y, s), s)", "-2*y*relu(1 - y*s)/size(y)"),
    ("grad(perceptron(y, s), s)", "where(y*s < 0, -y, 0)/size(y)"),
    ("grad(modified_huber(y, s), s)", "-2*y*where(y*s >= -1, relu(1 - y*s), 2)/size(y)"),
    ("grad(quantile(y, p), p)", "where(p <= y, -0.5, 0.5)/size(y)"),
    ("grad(mape(y, p), p)", "100*sign(p - y)/abs(y)/size(p)"),
    (
      "grad(tukey(y, p), p)",
      "where(abs(p - y) <= 4.685, (p - y)*(1 - (p - y)^2/21.949225)^2, 0)/size(p)"
    ),
    ("grad(charbonnier(y, p), p)", "(p - y)/sqrt((p - y)^2 + 1e-6)/size(p)"),
    ("grad(tversky(y, p), p)", "u = sum(y + p) + 2; 2*(dot(y, p) + 1 - u*y)/u^2"),
    (
      "grad(focal(y, p), p)",
      "(y*(1 - p)*(2*log(p) - 1/p + 1) - p*(1 - y)*(2*log(1 - p) - p/(1 - p)))/size(y)"
    ),
    (
      "grad(focal_softmax(k, z), z)",
      "q = softmax(z); expand_dims(gather((1 - q)*(1 - q - 2*q*log_softmax(z)), k), 1)"
        + "*(q - one_hot(k, shape(z)[1]))/size(k)"
    ),
    (
      "grad(categorical_hinge(k, s), s)",
      "u = where(one_hot(k, shape(s)[1]) == 1, -inf, s); v = max(u, axis=1, keepdims=true); "
        + "where(expand_dims(gather(s, k), 1) < v + 1, "
        + "where(one_hot(k, shape(s)[1]) != 1 and u == v, 1, 0) - one_hot(k, shape(s)[1]), 0)"
        + "/size(k)"
    ),
    ("grad(sum(max(0, u)^2), u)", "2*max(0, u)"),
    ("grad(sum(relu(u)^2), u)", "2*relu(u)"),
  ])
  func aLossHasItsTextbookSlope(expression: String, formula: String) {
    #expect(Formulas.last(expression) == formula)
  }

  @Test(arguments: [
    (
      "grad(sum(c*(x - mean(x))/sqrt(var(x) + 1e-5)), x)",
      "u = x - mean(x); v = mean(u^2) + 1e-5; (c - mean(c) - u*mean(c*u)/v)/sqrt(v)"
    ),
    (
      "grad(sum(c*(x - mean(x))/std(x)), x)",
      "u = x - mean(x); v = sum(u^2); (c - mean(c) - dot(c, u)*u/v)/std(x)"
    ),
    ("grad(std(x), x)", "(x - mean(x))/std(x)/size(x)"),
  ])
  func normalisingIsDifferentiatedAsPeopleDo(expression: String, formula: String) {
    #expect(Formulas.last("var x[n], c[n]", expression) == formula)
  }

  @Test(arguments: [
    ("hinge(y, z)", "X' @ where(y*z < 1, -y, 0)/size(y)", "mean(where(y*z < 1, -y, 0))"),
    (
      "quantile(y, z, tau=0.9)", "X' @ where(z <= y, -0.9, 0.1)/size(y)",
      "mean(where(z <= y, -0.9, 0.1))"
    ),
    (
      "mse(y, sigmoid(z))", "s = sigmoid(z); 2*X' @ (s*(s - y)*(1 - s))/size(z)",
      "s = sigmoid(z); 2*mean(s*(s - y)*(1 - s))"
    ),
    ("huber(y, z)", "X' @ clip(z - y, -1, 1)/size(z)", "mean(clip(z - y, -1, 1))"),
  ])
  func aLinearLayerHasItsTextbookGradient(loss: String, weights: String, bias: String) {
    let layer = ["var X[n, d], w[d], b, y[n]", "z = X @ w + b"]
    #expect(Formulas.all(layer + ["grad(\(loss), w)"]) == [weights])
    #expect(Formulas.all(layer + ["grad(\(loss), b)"]) == [bias])
  }

  @Test func writtenDecimalsStayInSums() {
    let lines = ["var X[n, d], W[d, k], c[k], Y[n, k]", "Z = X @ W + c"]
    #expect(
      Formulas.all(lines + ["grad(softmax_cross_entropy(Y, Z, label_smoothing=0.1), W)"]) == [
        "X' @ (sum(0.9*Y + 0.1/size(c), axis=1, keepdims=true)*softmax(Z) - 0.9*Y"
          + " - 0.1/size(c))/shape(Y)[0]"
      ])
  }
}
