// Nets over the heads axis; compiled for each shape of net, with HEADS, INPUTS, HIDDEN and SKIP defined, so that what
// a thread holds of its (row, key) pair stays in registers. A thread works on one pair.

#define PAIR_STRIDE (PAIRS + 1)
#define W1 (HIDDEN * INPUTS)
#define W2 (HEADS * HIDDEN)
#define PARTS (W1 + HIDDEN + W2 + HEADS + SKIP * HEADS * HEADS)

struct HeadMap {
    int slice[HEADS];
};

// The parts one after the other, W1, b1, W2, b2, M.
__device__ __forceinline__ void loadNet(
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m, float* net) {
    for (int i = threadIdx.x; i < PARTS; i += blockDim.x) {
        int at = i;
        float value;
        if (at < W1) {
            value = w1[at];
        } else if ((at -= W1) < HIDDEN) {
            value = b1[at];
        } else if ((at -= HIDDEN) < W2) {
            value = w2[at];
        } else if ((at -= W2) < HEADS) {
            value = b2[at];
        } else {
            value = m[at - HEADS];
        }
        net[i] = value;
    }
    __syncthreads();
}

__device__ __forceinline__ float inner(const float* net, int k, const float* in) {
    float sum = net[W1 + k];
#pragma unroll
    for (int b = 0; b < INPUTS; b++) {
        sum += net[k * INPUTS + b] * in[b];
    }
    return sum;
}

// Twin: ReferenceKernels.alignHeads. difference may be null if INPUTS == HEADS; out may be z without a map, and may be
// difference. gridDim is [keys / blockDim.x, rows].
extern "C" __global__ void alignHeads(
        const float* z, HeadMap map, int rows, int keys, int firstRow, int activation,
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m,
        const float* difference, float* out) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ float net[];
    loadNet(w1, b1, w2, b2, m, net);
    int row = blockIdx.y;
    int key = blockIdx.x * blockDim.x + threadIdx.x;
    if (key > firstRow + row) {
        return;
    }
    i64 slice = (i64) rows * keys;
    i64 at = (i64) row * keys + key;
    float in[INPUTS];
    float sum[HEADS];
#pragma unroll
    for (int a = 0; a < HEADS; a++) {
        float extra = difference == 0 ? 0 : difference[a * slice + at];
        in[a] = z[map.slice[a] * slice + at];
        sum[a] = net[W1 + HIDDEN + W2 + a];
        if (INPUTS > HEADS) {
            in[INPUTS - HEADS + a] = extra;
        } else {
            sum[a] += extra;
        }
    }
    for (int k = 0; k < HIDDEN; k++) {
        float activated = activate(activation, inner(net, k, in));
#pragma unroll
        for (int a = 0; a < HEADS; a++) {
            sum[a] += net[W1 + HIDDEN + a * HIDDEN + k] * activated;
        }
    }
#pragma unroll
    for (int a = 0; a < HEADS; a++) {
        float skipped = 0;
        if (SKIP) {
#pragma unroll
            for (int b = 0; b < HEADS; b++) {
                skipped += net[W1 + HIDDEN + W2 + HEADS + a * HEADS + b] * in[b];
            }
        }
        out[a * slice + at] = sum[a] + skipped;
    }
}

// Rows of what a block stages of its pairs: inputs, ones, activated, inner gradients, output gradients.
#define ONES INPUTS
#define ACTIVATED (ONES + 1)
#define INNER (ACTIVATED + HIDDEN)
#define OUTPUTS (INNER + HIDDEN)
#define STAGED (OUTPUTS + HEADS)

// The two staged rows whose product over pairs is the gradient of a part.
__device__ __forceinline__ int2 factors(int part) {
    int at = part;
    if (at < W1) {
        return make_int2(INNER + at / INPUTS, at % INPUTS);
    }
    if ((at -= W1) < HIDDEN) {
        return make_int2(INNER + at, ONES);
    }
    if ((at -= HIDDEN) < W2) {
        return make_int2(OUTPUTS + at / (HIDDEN > 0 ? HIDDEN : 1), ACTIVATED + at % (HIDDEN > 0 ? HIDDEN : 1));
    }
    if ((at -= W2) < HEADS) {
        return make_int2(OUTPUTS + at, ONES);
    }
    at -= HEADS;
    return make_int2(OUTPUTS + at / HEADS, at % HEADS);
}

// Twin: ReferenceGradients.alignHeads. A block takes every gridDim.x-th run of PAIRS keys of a row: its first PAIRS
// threads go through the net, one pair each, and leave behind what all threads then multiply. partial is
// [gridDim.x, PARTS]; dZ and dDifference may be null.
extern "C" __global__ void __launch_bounds__(ALIGN_THREADS) alignHeadsGradient(
        const float* z, const float* difference, const float* dOut, int n, int activation,
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m,
        float* dZ, float* dDifference, double* partial) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ float memory[];
    float* net = memory;
    float* staged = memory + PARTS;
    loadNet(w1, b1, w2, b2, m, net);
    i64 slice = (i64) n * n;
    int runs = (n + PAIRS - 1) / PAIRS;
    double sums[(PARTS + ALIGN_THREADS - 1) / ALIGN_THREADS];
#pragma unroll
    for (int i = 0; i < (PARTS + ALIGN_THREADS - 1) / ALIGN_THREADS; i++) {
        sums[i] = 0;
    }
    for (int run = blockIdx.x; run < n * runs; run += gridDim.x) {
        int row = run / runs;
        int firstKey = run % runs * PAIRS;
        int key = firstKey + threadIdx.x;
        i64 at = (i64) row * n + key;
        __syncthreads();
        if (threadIdx.x < PAIRS && key < n) {
            float in[INPUTS];
            float dIn[INPUTS];
            bool visible = key <= row;
#pragma unroll
            for (int b = 0; b < INPUTS; b++) {
                const float* slab = b < HEADS ? z + b * slice : difference + (b - HEADS) * slice;
                in[b] = visible ? slab[at] : 0;
                dIn[b] = 0;
                staged[b * PAIR_STRIDE + threadIdx.x] = in[b];
            }
            staged[ONES * PAIR_STRIDE + threadIdx.x] = 1;
            float dy[HEADS];
#pragma unroll
            for (int a = 0; a < HEADS; a++) {
                dy[a] = visible ? dOut[a * slice + at] : 0;
                staged[(OUTPUTS + a) * PAIR_STRIDE + threadIdx.x] = dy[a];
            }
            for (int k = 0; k < HIDDEN; k++) {
                float x = inner(net, k, in);
                float dActivated = 0;
#pragma unroll
                for (int a = 0; a < HEADS; a++) {
                    dActivated += net[W1 + HIDDEN + a * HIDDEN + k] * dy[a];
                }
                float dInner = dActivated * slope(activation, x);
                staged[(ACTIVATED + k) * PAIR_STRIDE + threadIdx.x] = activate(activation, x);
                staged[(INNER + k) * PAIR_STRIDE + threadIdx.x] = dInner;
#pragma unroll
                for (int b = 0; b < INPUTS; b++) {
                    dIn[b] += net[k * INPUTS + b] * dInner;
                }
            }
            if (SKIP) {
#pragma unroll
                for (int a = 0; a < HEADS; a++) {
#pragma unroll
                    for (int b = 0; b < HEADS; b++) {
                        dIn[b] += net[W1 + HIDDEN + W2 + HEADS + a * HEADS + b] * dy[a];
                    }
                }
            }
#pragma unroll
            for (int b = 0; b < INPUTS; b++) {
                float* slab = b < HEADS ? dZ : dDifference;
                if (slab != 0) {
                    slab[(b % HEADS) * slice + at] = dIn[b];
                }
            }
        }
        __syncthreads();
        int pairs = min(PAIRS, row + 1 - firstKey);
#pragma unroll
        for (int i = 0; i < (PARTS + ALIGN_THREADS - 1) / ALIGN_THREADS; i++) {
            int part = i * ALIGN_THREADS + threadIdx.x;
            if (part < PARTS) {
                int2 rows = factors(part);
                float sum = 0;
                for (int pair = 0; pair < pairs; pair++) {
                    sum += staged[rows.x * PAIR_STRIDE + pair] * staged[rows.y * PAIR_STRIDE + pair];
                }
                sums[i] += sum;
            }
        }
    }
#pragma unroll
    for (int i = 0; i < (PARTS + ALIGN_THREADS - 1) / ALIGN_THREADS; i++) {
        int part = i * ALIGN_THREADS + threadIdx.x;
        if (part < PARTS) {
            partial[(i64) blockIdx.x * PARTS + part] = sums[i];
        }
    }
}

// Adds the sums over blocks, in order, to the gradients of the parts; a thread for each value.
extern "C" __global__ void addParts(
        const double* partial, int blocks, float* w1, float* b1, float* w2, float* b2, float* m) {
    letNextBegin();
    awaitPrevious();
    int part = blockIdx.x * blockDim.x + threadIdx.x;
    if (part >= PARTS) {
        return;
    }
    double sum = 0;
    for (int block = 0; block < blocks; block++) {
        sum += partial[(i64) block * PARTS + part];
    }
    int at = part;
    float* to;
    if (at < W1) {
        to = w1 + at;
    } else if ((at -= W1) < HIDDEN) {
        to = b1 + at;
    } else if ((at -= HIDDEN) < W2) {
        to = w2 + at;
    } else if ((at -= W2) < HEADS) {
        to = b2 + at;
    } else {
        to = m + at - HEADS;
    }
    *to += (float) sum;
}
