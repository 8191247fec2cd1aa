"""Divergence of all pairs of heads of two layers in NumPy or SciPy, as a player of the contest.

Arguments: numpy or scipy, heads, rows. Causal rows only, as Crosslayer does it; the line protocol is that of
org.crosslayer.engine.bench.contest.Player.
"""

import sys
import time

import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon

WHICH, HEADS, N = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
# SciPy is slow enough that all rows of all pairs would take minutes: every so many rows are timed and scaled up.
STEP = 1 if WHICH == "numpy" else 8


def patterns(rng):
    z = rng.standard_normal((HEADS, N, N)).astype(np.float32)
    z[:, np.triu(np.ones((N, N), bool), 1)] = -np.inf
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def f(x):
    return (x * np.log(np.where(x > 0, x, 1))).sum(-1)


def with_numpy(p, q):
    """Row entropies once, one logarithm for each pair and key, all rows of a pair at once."""
    fp, fq = f(p), f(q)
    return np.array([[(0.5 * fp[a] + 0.5 * fq[b] - f(0.5 * (p[a] + q[b]))).sum() for b in range(HEADS)] for a in range(HEADS)])


def with_scipy(p, q):
    """scipy.spatial.distance.jensenshannon, all rows of a pair in one call."""
    return np.array([[(jensenshannon(p[a], q[b], axis=-1) ** 2).sum() for b in range(HEADS)] for a in range(HEADS)])


def main():
    rng = np.random.default_rng(1)
    p, q = patterns(rng), patterns(rng)
    run = with_numpy if WHICH == "numpy" else with_scipy
    rows = slice(None, None, STEP)
    # Every STEP-th row of all lengths, so that the mean number of visible keys stays the same.
    p, q = np.ascontiguousarray(p[:, rows]), np.ascontiguousarray(q[:, rows])
    run(p, q)
    print(f"ready {'NumPy ' + np.__version__ if WHICH == 'numpy' else 'SciPy ' + scipy.__version__}, one thread", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter_ns()
        run(p, q)
        print(f"divergence={(time.perf_counter_ns() - start) * STEP}", flush=True)


main()
