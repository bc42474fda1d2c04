"""The ways out when data outgrow one machine, with the modules of one library.

jax: jit, vmap and the data sharded over a mesh of four devices, which are made of the one
processor; torch: data-parallel training in two processes, and the means of two halves; tensorflow:
a loss of Keras that a model is compiled with and trained by, distributed over two devices.

    scaling.py LIBRARY FOLDER NAME...
"""

import importlib
import os
import sys

LIBRARY, FOLDER, NAMES = sys.argv[1], sys.argv[2], sys.argv[3:]
sys.path.insert(0, FOLDER)
os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=4"

import numpy as np

ROWS, CLASSES = 16, 3


def data(name):
    """The targets and predictions of a loss by name, as NumPy's."""
    rng = np.random.default_rng(7)
    if name == "sparse_softmax_cross_entropy":
        return rng.integers(0, CLASSES, size=ROWS), rng.normal(size=(ROWS, CLASSES))
    y = rng.integers(0, 2, size=ROWS).astype(float)
    p = rng.uniform(0.1, 0.9, size=ROWS)
    return y, p


def close(a, b):
    np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-12, atol=1e-12)


def gradient_of(module):
    (gradient,) = module.GRADIENTS.values()
    return gradient


def check_jax(name, module):
    import jax
    import jax.numpy as jnp
    from jax.sharding import Mesh, NamedSharding, PartitionSpec

    loss, gradient = getattr(module, name), gradient_of(module)
    y, p = map(jnp.asarray, data(name))
    devices = jax.devices()
    assert len(devices) == 4, devices
    shards = NamedSharding(Mesh(np.array(devices), ("data",)), PartitionSpec("data"))
    y_parts, p_parts = jax.device_put(y, shards), jax.device_put(p, shards)
    assert len(p_parts.addressable_shards) == 4
    close(jax.jit(loss)(y_parts, p_parts), loss(y, p))
    slopes = jax.jit(jax.grad(loss, argnums=1), out_shardings=shards)(y_parts, p_parts)
    assert len(slopes.addressable_shards) == 4
    close(slopes, gradient(y, p))
    close(jax.jit(gradient)(y_parts, p_parts), gradient(y, p))
    batches = y.reshape(2, -1), p.reshape(2, -1, *p.shape[1:])
    close(jnp.mean(jax.vmap(loss)(*batches)), loss(y, p))


def check_torch(name, module):
    import torch

    loss, gradient = getattr(module, name), gradient_of(module)
    y, p = map(torch.tensor, data(name))
    halves = [(y[:8], p[:8]), (y[8:], p[8:])]
    close(sum(loss(*half) for half in halves) / 2, loss(y, p))
    close(torch.cat([gradient(*half) for half in halves]) / 2, gradient(y, p))
    for device in ["cpu"] + (["cuda"] if torch.cuda.is_available() else []):
        assert loss(y.to(device), p.to(device)).device.type == device


def train_torch(rank, port, results):
    """One of two processes that train a scale `w` of the predictions on half of the data each."""
    import torch
    import torch.distributed as distributed

    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    distributed.init_process_group("gloo", rank=rank, world_size=2)
    module = importlib.import_module("m_l2_loss")
    model = torch.nn.Linear(1, 1, bias=False).double()
    torch.nn.init.constant_(model.weight, 0.5)
    parallel = torch.nn.parallel.DistributedDataParallel(model)
    y, p = map(torch.tensor, data("l2_loss"))
    part = slice(8 * rank, 8 * rank + 8)
    module.l2_loss(y[part], parallel(p[part, None])[:, 0]).backward()
    results.put(float(model.weight.grad))
    distributed.destroy_process_group()


def check_torch_processes():
    import multiprocessing
    import socket

    import torch

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [context.Process(target=train_torch, args=(rank, port, results)) for rank in (0, 1)]
    for worker in workers:
        worker.start()
    slopes = [results.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join()
    y, p = map(torch.tensor, data("l2_loss"))
    w = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    importlib.import_module("m_l2_loss").l2_loss(y, w * p).backward()
    close(slopes, [float(w.grad)] * 2)


def check_tensorflow(name, module):
    import tensorflow as tf

    loss, gradient = getattr(module, name), gradient_of(module)
    y, p = map(tf.constant, data(name))
    halves = [(y[:8], p[:8]), (y[8:], p[8:])]
    close(sum(loss(*half) for half in halves) / 2, loss(y, p))
    close(tf.concat([gradient(*half) for half in halves], 0) / 2, gradient(y, p))
    # What Keras calls: targets first, then predictions, in a training that lowers the loss.
    tf.keras.utils.set_random_seed(1)
    is_sparse = name == "sparse_softmax_cross_entropy"
    if is_sparse:
        layer = tf.keras.layers.Dense(CLASSES, dtype="float64")
        targets = y
    else:
        activation = "sigmoid" if name == "log_loss" else None
        layer = tf.keras.layers.Dense(1, activation=activation, dtype="float64")
        targets = y[:, None]
    model = tf.keras.Sequential([tf.keras.Input((CLASSES,), dtype="float64"), layer])
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss=loss)
    features = tf.constant(np.random.default_rng(3).normal(size=(ROWS, CLASSES)))
    before = model.evaluate(features, targets, verbose=0, batch_size=ROWS)
    history = model.fit(features, targets, epochs=5, verbose=0, batch_size=ROWS).history["loss"]
    assert history[-1] < before, (before, history)


def main():
    check = {"jax": check_jax, "torch": check_torch, "tensorflow": check_tensorflow}[LIBRARY]
    if LIBRARY == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)
    for name in NAMES:
        check(name, importlib.import_module("m_" + name))
        print(f"{name}: holds")
    if LIBRARY == "torch":
        check_torch_processes()


if __name__ == "__main__":
    main()
