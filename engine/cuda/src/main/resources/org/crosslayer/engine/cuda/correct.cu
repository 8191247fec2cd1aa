// The scores of one row of every sequence of a layer that corrects those of another, by tensor cores; put behind tensor.cuh
// and compiled for each shape, with HEADS, KV_HEADS, RANK (0 for no difference), INPUTS, HIDDEN, SKIP and
// ACTIVATION defined. A warp works on TILES times 16 keys: what it holds of all heads stays in registers, and what all read of the net lies in shared memory.
//
// Heads and hidden units are filled up to multiples of 8 with zeros. A lane holds keys lane / 4 and 8 more, and of every
// eight heads or units two from 2 · (lane % 4) on: results of one product are factors of the next as they are.

#define READERS (HEADS / KV_HEADS) // query heads that read a key head
#define READS_DIFFERENCE (INPUTS > HEADS)
#define KEY_VALUES (KV_HEADS * RANK)
#define THREADS 128
#ifndef TILES
#define TILES 2 // each reads the net once
#endif
#define KEYS (TILES * 16) // of a warp

// Eights of heads and of hidden units; 32s of a key's values.
#define HEAD_TILES ((HEADS + 7) / 8)
#define UNIT_TILES ((HIDDEN + 7) / 8)
#define KEY_TILES ((KEY_VALUES + 31) / 32)
#define INPUT_TILES (READS_DIFFERENCE ? 2 * HEAD_TILES : HEAD_TILES)

// Floats from one row of a matrix to the next, so that the rows of a product meet no bank twice: 8 and a multiple of 32.
#define STRIDE_OF(tiles) (((tiles) * 8 + 23) / 32 * 32 + 8)
#define STRIDE_1 STRIDE_OF(INPUT_TILES)
#define STRIDE_2 STRIDE_OF(UNIT_TILES)
#define STRIDE_M STRIDE_OF(HEAD_TILES)

// Places in shared memory, in floats. Twin: HeadNetKernels.correctBytes.
#define AT_W1 0 // [units][inputs]
#define AT_W2 (AT_W1 + UNIT_TILES * 8 * STRIDE_1) // [heads][units]
#define AT_M (AT_W2 + HEAD_TILES * 8 * STRIDE_2) // [heads out][heads in]
#define AT_B1 (AT_M + SKIP * HEAD_TILES * 8 * STRIDE_M)
#define AT_B2 (AT_B1 + UNIT_TILES * 8)
#define AT_Q (AT_B2 + HEAD_TILES * 8) // u16, [heads][key values]: 0 where a head does not read them
#define NET_FLOATS (AT_Q + HEAD_TILES * 8 * KEY_TILES * 16)

struct HeadMap {
    int slice[HEADS];
};

// c [16, 8] += a [16, 8] · b [8, 8], factors cut to TF32; of the eight that are summed over, a lane holds two neighbours.
__device__ __forceinline__ void multiply(float (&c)[4], const float (&a)[4], float2 b) {
    asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                 : "r"(__float_as_uint(a[0])), "r"(__float_as_uint(a[2])), "r"(__float_as_uint(a[1])),
                   "r"(__float_as_uint(a[3])), "r"(__float_as_uint(b.x)), "r"(__float_as_uint(b.y)));
}

// sums += in · wᵀ, of w [8 · OUT, 8 · IN] from column 8 · first on.
template <int OUT, int IN>
__device__ __forceinline__ void addProduct(
        float (&sums)[TILES][OUT][4], const float (&in)[TILES][IN][4], const float* w, int stride, int first) {
    int lane = threadIdx.x % 32;
#pragma unroll
    for (int k = 0; k < IN; k++) {
#pragma unroll
        for (int j = 0; j < OUT; j++) {
            float2 b = *(const float2*) (w + (j * 8 + lane / 4) * stride + (first + k) * 8 + lane % 4 * 2);
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
                multiply(sums[tile][j], in[tile][k], b);
            }
        }
    }
}

template <int OUT>
__device__ __forceinline__ void startWith(float (&sums)[TILES][OUT][4], const float* bias) {
#pragma unroll
    for (int j = 0; j < OUT; j++) {
        float2 two = *(const float2*) (bias + j * 8 + threadIdx.x % 4 * 2);
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
            sums[tile][j][0] = two.x, sums[tile][j][1] = two.y, sums[tile][j][2] = two.x, sums[tile][j][3] = two.y;
        }
    }
}

// As activate, with the quotient and the power of SILU to seven digits in fewer steps.
__device__ __forceinline__ float activated(float x) {
    return ACTIVATION == SILU ? __fdividef(x, 1 + power(-LOG2_E * x)) : activate(ACTIVATION, x);
}

#if RANK > 0
// Eight values of a low-rank key from place `at` on; 0 behind the last.
__device__ __forceinline__ uint4 eightValues(const u16* key, int at) {
#if KEY_VALUES % 8 == 0
    return at < KEY_VALUES ? *(const uint4*) (key + at) : make_uint4(0, 0, 0, 0);
#else
    unsigned words[4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
        int j = at + 2 * i;
        words[i] = (j < KEY_VALUES ? key[j] : 0) | (j + 1 < KEY_VALUES ? (unsigned) key[j + 1] << 16 : 0);
    }
    return make_uint4(words[0], words[1], words[2], words[3]);
#endif
}
#endif

// Twin: scores, then alignHeads of the reference. gridDim is [blocks, batch], where the blocks of a sequence take turns
// with its keys; q and k may be null if RANK is 0.
extern "C" __global__ void __launch_bounds__(THREADS) correctScores(
        const float* q, const u16* k, int capacity, int visible, float scale, const float* z, HeadMap map,
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m, float* out) {
    extern __shared__ __align__(16) float net[];
    letNextBegin();
    for (int i = threadIdx.x; i < NET_FLOATS; i += THREADS) {
        net[i] = 0;
    }
    __syncthreads();
#if HIDDEN > 0
    for (int i = threadIdx.x; i < HIDDEN * INPUTS; i += THREADS) {
        int input = i % INPUTS;
        net[AT_W1 + i / INPUTS * STRIDE_1 + (input < HEADS ? input : HEAD_TILES * 8 + input - HEADS)] = w1[i];
    }
    for (int i = threadIdx.x; i < HIDDEN * HEADS; i += THREADS) {
        net[AT_W2 + i / HIDDEN * STRIDE_2 + i % HIDDEN] = w2[i];
    }
    for (int i = threadIdx.x; i < HIDDEN; i += THREADS) {
        net[AT_B1 + i] = b1[i];
    }
#endif
    for (int i = threadIdx.x; i < SKIP * HEADS * HEADS; i += THREADS) {
        net[AT_M + i / HEADS * STRIDE_M + i % HEADS] = m[i];
    }
    for (int i = threadIdx.x; i < HEADS; i += THREADS) {
        net[AT_B2 + i] = b2[i];
    }
    awaitPrevious();
#if RANK > 0
    u16* queries = (u16*) (net + AT_Q);
    for (int i = threadIdx.x; i < HEADS * RANK; i += THREADS) {
        int head = i / RANK;
        queries[head * KEY_TILES * 32 + head / READERS * RANK + i % RANK] =
                narrowed(q[(i64) blockIdx.y * HEADS * RANK + i] * scale);
    }
#endif
    __syncthreads();
    int lane = threadIdx.x % 32;
    int warps = gridDim.x * (THREADS / 32);
    const float* from = z + (i64) blockIdx.y * HEADS * visible;
    float* to = out + (i64) blockIdx.y * HEADS * visible;
    int slices[HEAD_TILES][2]; // where those of the lane's heads begin; -1 for none
#pragma unroll
    for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
        for (int c = 0; c < 2; c++) {
            int head = j * 8 + lane % 4 * 2 + c;
            slices[j][c] = head < HEADS ? map.slice[min(head, HEADS - 1)] * visible : -1;
        }
    }
    for (int first = (blockIdx.x * (THREADS / 32) + threadIdx.x / 32) * KEYS; first < visible; first += warps * KEYS) {
        int key = first + lane / 4; // the first of 2 · TILES, 8 apart
        float in[TILES][HEAD_TILES][4];
        float difference[TILES][HEAD_TILES][4] = {};
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    int at = key + tile * 16 + c / 2 * 8;
                    in[tile][j][c] = slices[j][c % 2] >= 0 && at < visible ? from[slices[j][c % 2] + at] : 0;
                }
            }
        }
#if RANK > 0
        const u16* rows[TILES][2];
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int r = 0; r < 2; r++) {
                rows[tile][r] = k + ((i64) blockIdx.y * capacity + min(key + tile * 16 + r * 8, visible - 1)) * KEY_VALUES;
            }
        }
#pragma unroll
        for (int part = 0; part < KEY_TILES; part++) {
            uint4 values[TILES][2];
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
                values[tile][0] = eightValues(rows[tile][0], part * 32 + lane % 4 * 8);
                values[tile][1] = eightValues(rows[tile][1], part * 32 + lane % 4 * 8);
            }
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
                int firstRead = j * 8 / READERS * RANK;
                int lastRead = ((j * 8 + 7) / READERS + 1) * RANK;
                if (part * 32 < lastRead && part * 32 + 32 > firstRead) {
                    // Of the 32 that are summed over, a lane holds eight neighbours.
                    uint4 b = *(const uint4*) (queries + (j * 8 + lane / 4) * KEY_TILES * 32 + part * 32 + lane % 4 * 8);
#pragma unroll
                    for (int tile = 0; tile < TILES; tile++) {
                        uint4 low = values[tile][0];
                        uint4 high = values[tile][1];
                        unsigned a[4] = {low.x, high.x, low.y, high.y};
                        unsigned more[4] = {low.z, high.z, low.w, high.w};
                        multiply(difference[tile][j], a, b.x, b.y);
                        multiply(difference[tile][j], more, b.z, b.w);
                    }
                }
            }
        }
#endif
        float sums[TILES][HEAD_TILES][4];
        startWith(sums, net + AT_B2);
#if HIDDEN > 0
        float units[TILES][UNIT_TILES][4];
        startWith(units, net + AT_B1);
        addProduct(units, in, net + AT_W1, STRIDE_1, 0);
        if (READS_DIFFERENCE) {
            addProduct(units, difference, net + AT_W1, STRIDE_1, HEAD_TILES);
        }
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int j = 0; j < UNIT_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    units[tile][j][c] = activated(units[tile][j][c]);
                }
            }
        }
        addProduct(sums, units, net + AT_W2, STRIDE_2, 0);
#endif
        if (SKIP) {
            addProduct(sums, in, net + AT_M, STRIDE_M, 0);
        }
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    int head = j * 8 + lane % 4 * 2 + c % 2;
                    int at = key + tile * 16 + c / 2 * 8;
                    if (head < HEADS && at < visible) {
                        to[head * visible + at] =
                                sums[tile][j][c] + (READS_DIFFERENCE ? 0 : difference[tile][j][c]);
                    }
                }
            }
        }
    }
}
