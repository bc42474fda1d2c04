"""Times the work of the benchmarks in the libraries that are installed; JSON on standard output."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("JAX_ENABLE_X64", "1")
times, versions, missing = {}, {}, {}


def load(name):
    try:
        module = __import__(name)
        versions[name] = module.__version__
        return module
    except Exception as error:  # a library that fails to load is left out, whatever the reason
        missing[name] = type(error).__name__
        return None


def measure(work, rounds=5):
    work()
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            work()
        if time.perf_counter() - start > 0.01 or count > 1 << 20:
            break
        count *= 2
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(count):
            work()
        best = min(best, (time.perf_counter() - start) / count)
    return best


def record(name, size, peer, work, rounds=5):
    try:
        times.setdefault(f"{name}\t{size}", {})[peer] = measure(work, rounds)
    except Exception as error:
        missing[f"{peer}, {name}"] = type(error).__name__


LOG, SOFTMAX, HUBER = (
    "log loss of logits", "sparse softmax cross-entropy, 10 classes", "Huber")
numpy, torch, jax = load("numpy"), load("torch"), load("jax")
tensorflow, sympy, symengine = load("tensorflow"), load("sympy"), load("symengine")


def data(n):
    i = numpy.arange(n)
    return dict(
        y=(i % 2).astype(float), z=4 * numpy.sin(i + 1.0), k=i % 10,
        Z=3 * numpy.sin(numpy.arange(n * 10.0)).reshape(n, 10),
        t=numpy.sin(i * 1.0), q=numpy.sin(i * 1.0) + 2 * numpy.cos(3.0 * i))


def by_hand(d, n):
    y, z, k, Z, t, q, rows = d["y"], d["z"], d["k"], d["Z"], d["t"], d["q"], numpy.arange(n)

    def log_loss():
        loss = numpy.logaddexp(0, z) - y * z
        return loss.mean(), (1 / (1 + numpy.exp(-z)) - y) / n

    def softmax():
        m = Z.max(1, keepdims=True)
        e = numpy.exp(Z - m)
        s = e.sum(1, keepdims=True)
        g = e / s
        loss = (numpy.log(s[:, 0]) + m[:, 0] - Z[rows, k]).mean()
        g[rows, k] -= 1
        return loss, g / n

    def huber():
        r = q - t
        c = numpy.clip(r, -1, 1)
        return (c * (r - c / 2)).mean(), c / n

    for name, work in ((LOG, log_loss), (SOFTMAX, softmax), (HUBER, huber)):
        record(name, n, "NumPy", work)


def with_torch(d, n):
    F = torch.nn.functional
    p = {key: torch.tensor(value) for key, value in d.items()}
    works = {
        LOG: ("z", lambda z: F.binary_cross_entropy_with_logits(z, p["y"])),
        SOFTMAX: ("Z", lambda Z: F.cross_entropy(Z, p["k"])),
        HUBER: ("q", lambda q: F.huber_loss(q, p["t"])),
    }
    for name, (key, loss) in works.items():
        leaf = p[key].clone().requires_grad_()
        record(name, n, "PyTorch", lambda: torch.autograd.grad(loss(leaf), leaf))


def with_jax(d, n):
    jnp = jax.numpy
    p = {key: jnp.asarray(value) for key, value in d.items()}
    works = {
        LOG: ("z", lambda z, y: jnp.mean(jnp.logaddexp(0, z) - y * z), "y"),
        SOFTMAX: ("Z", lambda Z, k: jnp.mean(
            jax.nn.logsumexp(Z, axis=1) - jnp.take_along_axis(Z, k[:, None], 1)[:, 0]), "k"),
        HUBER: ("q", lambda q, t: jnp.mean(
            jnp.where(abs(q - t) <= 1, (q - t) ** 2 / 2, abs(q - t) - 0.5)), "t"),
    }
    for name, (key, loss, other) in works.items():
        f = jax.jit(jax.value_and_grad(loss))
        record(name, n, "JAX", lambda: jax.block_until_ready(f(p[key], p[other])))


def with_tensorflow(d, n):
    tf = tensorflow
    p = {key: tf.constant(value) for key, value in d.items()}
    works = {
        LOG: ("z", "y", lambda z, y: tf.reduce_mean(
            tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))),
        SOFTMAX: ("Z", "k", lambda Z, k: tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=k, logits=Z))),
    }
    for name, (key, other, loss) in works.items():
        @tf.function
        def both(x, o):
            with tf.GradientTape() as tape:
                tape.watch(x)
                value = loss(x, o)
            return value, tape.gradient(value, x)
        record(name, n, "TensorFlow", lambda: both(p[key], p[other]))


def training():
    name = "logistic regression, 1000 x 20, 1000 steps"
    rng = numpy.random.default_rng(1)
    X, u = rng.normal(size=(1000, 20)), rng.normal(size=20)
    y = (X @ u + rng.normal(size=1000) > 0).astype(float)
    if torch:
        A, b = torch.tensor(X), torch.tensor(y)

        def eager():
            w = torch.zeros(20, dtype=torch.float64, requires_grad=True)
            for _ in range(1000):
                loss = torch.nn.functional.binary_cross_entropy_with_logits(A @ w, b)
                (g,) = torch.autograd.grad(loss, w)
                with torch.no_grad():
                    w -= 0.1 * g
        record(name, 1000, "PyTorch", eager, rounds=2)
    if jax:
        jnp = jax.numpy
        A2, b2 = jnp.asarray(X), jnp.asarray(y)
        g = jax.grad(lambda w: jnp.mean(jnp.logaddexp(0, A2 @ w) - b2 * (A2 @ w)))
        loop = jax.jit(lambda w: jax.lax.fori_loop(0, 1000, lambda _, w: w - 0.1 * g(w), w))
        record(name, 1000, "JAX", lambda: jax.block_until_ready(loop(jnp.zeros(20))), rounds=3)


def network():
    name = "XOR network, 1000 steps"
    rng = numpy.random.default_rng(1)
    X, y = numpy.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), numpy.array([0, 1, 1, 0.0])
    start = rng.normal(size=(2, 4)), numpy.zeros(4), rng.normal(size=4), numpy.zeros(())
    if torch:
        A, b = torch.tensor(X), torch.tensor(y)

        def eager():
            weights = [torch.tensor(w).requires_grad_() for w in start]
            for _ in range(1000):
                U, c, v, d = weights
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    torch.tanh(A @ U + c) @ v + d, b)
                gradients = torch.autograd.grad(loss, weights)
                with torch.no_grad():
                    for w, g in zip(weights, gradients):
                        w -= 0.5 * g
        record(name, 1000, "PyTorch", eager, rounds=2)
    if jax:
        jnp = jax.numpy
        A2, b2 = jnp.asarray(X), jnp.asarray(y)

        def loss(weights):
            U, c, v, d = weights
            z = jnp.tanh(A2 @ U + c) @ v + d
            return jnp.mean(jnp.logaddexp(0, z) - b2 * z)

        def step(_, weights):
            return tuple(w - 0.5 * g for w, g in zip(weights, jax.grad(loss)(weights)))
        loop = jax.jit(lambda w: jax.lax.fori_loop(0, 1000, step, w))
        first = tuple(jnp.asarray(w) for w in start)
        record(name, 1000, "JAX", lambda: jax.block_until_ready(loop(first)), rounds=3)


def identities(names):
    if not sympy:
        return
    from sympy.core.cache import clear_cache
    x = sympy.Symbol("x", positive=True)
    local = {"x": x, "lgamma": sympy.loggamma, "sigmoid": lambda u: 1 / (1 + sympy.exp(-u))}
    for name in names:
        f = sympy.sympify(name.replace("^", "**"), locals=local)

        def both():
            clear_cache()
            return sympy.simplify(sympy.diff(f, x))
        record(f"derivative of {name}", 1, "SymPy", both, rounds=2)
        if symengine:
            g = symengine.sympify(f)
            s = symengine.Symbol("x")
            record(f"derivative of {name}", 1, "SymEngine, diff alone", lambda: g.diff(s))


if numpy:
    for n in (10, 100, 1000, 1_000_000):
        d = data(n)
        by_hand(d, n)
        for library, work in ((torch, with_torch), (jax, with_jax), (tensorflow, with_tensorflow)):
            if library:
                work(d, n)
    training()
    network()
identities(json.load(sys.stdin))
json.dump({"times": times, "versions": versions, "missing": missing}, sys.stdout)
