// The scores of one row of every sequence of a layer that corrects those of another, by tensor cores; put behind tensor.cuh
// and compiled for each shape, with HEADS, KV_HEADS, RANK (0 for no difference), INPUTS, HIDDEN, SKIP, ACTIVATION, WARPS of
// a block, BLOCKS of a multiprocessor and STAGES defined. Keys of all sequences are dealt out evenly to the blocks, and in
// tiles of KEYS to their warps in turn. A warp has the scores and the small keys of its next tile on their way to shared
// memory while it works on one, and meets no other warp. What it holds of all heads stays in registers; what all read of
// the net lies in shared memory.
//
// Heads and hidden units are filled up to multiples of 8 with zeros. A lane holds keys lane / 4 and 8 more, and of every
// eight heads or units two from 2 · (lane % 4) on: results of one product are factors of the next as they are.

#define READERS (HEADS / KV_HEADS) // query heads that read a key head
#define READS_DIFFERENCE (INPUTS > HEADS)
#define KEY_VALUES (KV_HEADS * RANK)
#define THREADS (WARPS * 32)
#define TILES 1 // of 16 keys that a warp takes at once; more need more registers than they save reading the net
#define KEYS (TILES * 16)

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

// Places in shared memory, in floats. Twin: HeadNetKernels.CorrectShape.
#define AT_W1 0 // [units][inputs]
#define AT_W2 (AT_W1 + UNIT_TILES * 8 * STRIDE_1) // [heads][units]
#define AT_M (AT_W2 + HEAD_TILES * 8 * STRIDE_2) // [heads out][heads in]
#define AT_B1 (AT_M + SKIP * HEAD_TILES * 8 * STRIDE_M)
#define AT_B2 (AT_B1 + UNIT_TILES * 8)
#define NET_FLOATS (AT_B2 + HEAD_TILES * 8)

// A warp's own: its queries, and stages of scores and small keys. A head's row of scores begins anywhere, so it is brought
// in whole sixteens of bytes, up to one more than KEYS fill; its first key then lies up to three places from the left.
#define QUERY_VALUES ((RANK + 14) / 8 * 8) // of the key values those that a head reads, from a multiple of 8 on
#define QUERY_FLOATS (RANK > 0 ? HEAD_TILES * 8 * QUERY_VALUES / 2 : 0)
#define FOURS (KEYS / 4 + 1)
#define SCORE_STRIDE (FOURS * 4)
#define KEY_STRIDE (RANK > 0 ? (KEY_TILES | 1) * 32 : 0) // u16; an odd number of 32s, so that two keys meet no bank twice
#define STAGE_FLOATS (HEADS * SCORE_STRIDE + KEYS * KEY_STRIDE / 2)
#define WARP_FLOATS (QUERY_FLOATS + STAGES * STAGE_FLOATS)

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

// Begins to copy 16 bytes of which the first `bytes` are there.
__device__ __forceinline__ void fetchSome(void* to, const void* from, int bytes) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(sharedAddress(to)), "l"(from), "r"(bytes));
}

// What a lane brings of the scores of a sequence: chunks of four, CHUNKS of them a tile.
#define CHUNKS ((HEADS * FOURS + 31) / 32)

// Where a lane's chunks of the first tile of a sequence lie; null for none.
__device__ __forceinline__ void findRows(
        const float* (&rows)[CHUNKS], const float* z, int stride, int sequence, const int* slices) {
#pragma unroll
    for (int n = 0; n < CHUNKS; n++) {
        int i = n * 32 + threadIdx.x % 32;
        int head = i / FOURS;
        i64 row = ((i64) sequence * HEADS + slices[min(head, HEADS - 1)]) * stride;
        rows[n] = head < HEADS ? z + row / 4 * 4 + i % FOURS * 4 : 0;
    }
}

// Begins to bring the scores [HEADS][KEYS] of a tile from key `first` on; nothing is read from `end` on.
__device__ __forceinline__ void fetchScores(
        float* stage, const float* const (&rows)[CHUNKS], int first, const float* end) {
#pragma unroll
    for (int n = 0; n < CHUNKS; n++) {
        const float* from = rows[n] + first;
        if (HEADS * FOURS % 32 == 0 || rows[n] != 0) {
            fetchSome(stage + (n * 32 + threadIdx.x % 32) * 4, from < end ? from : rows[n],
                      from + 4 <= end ? 16 : from < end ? (int) (end - from) * 4 : 0);
        }
    }
}

#if RANK > 0
// Begins to bring the small keys [KEYS][KEY_VALUES] of a tile, of which `there` are; behind the last, that one again.
__device__ __forceinline__ void fetchSmallKeys(u16* to, const u16* from, int there) {
    int lane = threadIdx.x % 32;
#if KEY_VALUES % 8 == 0
    if (KEY_VALUES == KEY_STRIDE && there >= KEYS) {
#pragma unroll
        for (int i = 0; i < KEYS * KEY_VALUES / 8; i += 32) {
            if (i + 32 <= KEYS * KEY_VALUES / 8 || i + lane < KEYS * KEY_VALUES / 8) {
                fetch(to + (i + lane) * 8, from + (i + lane) * 8, true);
            }
        }
        return;
    }
#pragma unroll 4
    for (int key = 0; key < KEYS; key++) {
        for (int i = lane * 8; i < KEY_VALUES; i += 256) {
            fetch(to + key * KEY_STRIDE + i, from + min(key, there - 1) * KEY_VALUES + i, true);
        }
    }
#else
    for (int i = lane; i < KEYS * KEY_VALUES; i += 32) {
        int key = i / KEY_VALUES;
        to[key * KEY_STRIDE + i % KEY_VALUES] = from[min(key, there - 1) * KEY_VALUES + i % KEY_VALUES];
    }
#endif
}
#endif

// Twin: copyEach, scores, then alignHeads of the reference. q is [batch][queries, then the row's own small key], which
// belongs into the cache k too; both may be null if RANK is 0. Rows of z and out are stride and outStride apart.
extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS) correctScores(
        const float* q, u16* k, int capacity, int batch, int visible, float scale, const float* z, int stride,
        const __grid_constant__ HeadMap map,
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m, float* out, int outStride) {
    extern __shared__ __align__(16) float net[];
    __shared__ int slices[HEADS];
    letNextBegin();
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    float* own = net + NET_FLOATS + warp * WARP_FLOATS;
    for (int i = threadIdx.x; i < NET_FLOATS; i += THREADS) {
        net[i] = 0;
    }
    for (int i = lane; i < (KEY_VALUES % 32 == 0 ? QUERY_FLOATS : WARP_FLOATS); i += 32) {
        own[i] = 0; // what is beside a head's values, and behind a key's, stays so
    }
    __syncthreads();
#if HIDDEN > 0
#pragma unroll 8
    for (int i = threadIdx.x; i < HIDDEN * INPUTS; i += THREADS) {
        int input = i % INPUTS;
        net[AT_W1 + i / INPUTS * STRIDE_1 + (input < HEADS ? input : HEAD_TILES * 8 + input - HEADS)] = w1[i];
    }
#pragma unroll 8
    for (int i = threadIdx.x; i < HIDDEN * HEADS; i += THREADS) {
        net[AT_W2 + i / HIDDEN * STRIDE_2 + i % HIDDEN] = w2[i];
    }
#pragma unroll 8
    for (int i = threadIdx.x; i < HIDDEN; i += THREADS) {
        net[AT_B1 + i] = b1[i];
    }
#endif
#pragma unroll 8
    for (int i = threadIdx.x; i < SKIP * HEADS * HEADS; i += THREADS) {
        net[AT_M + i / HEADS * STRIDE_M + i % HEADS] = m[i];
    }
    for (int i = threadIdx.x; i < HEADS; i += THREADS) {
        net[AT_B2 + i] = b2[i];
        slices[i] = map.slice[i];
    }
    __syncthreads();
    awaitPrevious();
    u16* queries = (u16*) own; // [heads][QUERY_VALUES]
    float* stages = own + QUERY_FLOATS;
    int each = (visible + KEYS - 1) / KEYS; // tiles of a sequence
    int all = batch * each;
    int begin = (int) ((i64) all * blockIdx.x / gridDim.x) + warp;
    int end = (int) ((i64) all * (blockIdx.x + 1) / gridDim.x);
    const float* behind = z + (i64) batch * HEADS * stride;
    const float* rows[CHUNKS];
    int asked = begin; // the next tile to be asked for
    int askedSequence = -1;
    int sequence = -1;
    int places[HEAD_TILES][2]; // in a stage, where the first of the lane's keys of its heads lies; -1 for none
    for (int at = begin - (STAGES - 1) * WARPS, turn = 1 - STAGES; at < end; at += WARPS, turn++) {
        if (asked < end) {
            if (asked / each != askedSequence) {
                askedSequence = asked / each;
                findRows(rows, z, stride, askedSequence, slices);
            }
            float* stage = stages + (turn + STAGES - 1) % STAGES * STAGE_FLOATS;
            int first = (asked - askedSequence * each) * KEYS;
            fetchScores(stage, rows, first, behind);
#if RANK > 0
            fetchSmallKeys((u16*) (stage + HEADS * SCORE_STRIDE),
                    k + ((i64) askedSequence * capacity + first) * KEY_VALUES, visible - first);
#endif
            asked += WARPS;
        }
        fetched();
        if (turn < 0) {
            continue;
        }
        if (at / each != sequence) {
            sequence = at / each;
#if RANK > 0
            const float* from = q + (i64) sequence * (HEADS + KV_HEADS) * RANK;
#pragma unroll
            for (int i = lane; i < HEADS * RANK; i += 32) {
                int head = i / RANK;
                queries[head * QUERY_VALUES + head / READERS * RANK % 8 + i % RANK] = narrowed(from[i] * scale);
            }
#endif
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 2; c++) {
                    int head = j * 8 + lane % 4 * 2 + c;
                    i64 row = ((i64) sequence * HEADS + slices[min(head, HEADS - 1)]) * stride;
                    places[j][c] = head < HEADS ? head * SCORE_STRIDE + (int) (row % 4) + lane / 4 : -1;
                }
            }
        }
        awaitFetched<STAGES - 1>();
        __syncwarp();
        float* stage = stages + turn % STAGES * STAGE_FLOATS;
        int first = (at - sequence * each) * KEYS;
#if RANK > 0
        u16* small = (u16*) (stage + HEADS * SCORE_STRIDE);
        if (first + KEYS >= visible) {
            const float* from = q + ((i64) sequence * (HEADS + KV_HEADS) + HEADS) * RANK;
            for (int i = lane; i < KEY_VALUES; i += 32) {
                u16 value = narrowed(from[i]);
                small[(visible - 1 - first) * KEY_STRIDE + i] = value;
                k[((i64) sequence * capacity + visible - 1) * KEY_VALUES + i] = value;
            }
            __syncwarp();
        }
#endif
        float in[TILES][HEAD_TILES][4];
        float sums[TILES][HEAD_TILES][4];
        startWith(sums, net + AT_B2);
        float difference[READS_DIFFERENCE ? TILES : 1][HEAD_TILES][4] = {};
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    int place = places[j][c % 2];
                    in[tile][j][c] = HEADS % 8 == 0 || place >= 0 ? stage[place + tile * 16 + c / 2 * 8] : 0;
                }
            }
        }
#if RANK > 0
        const u16* keys = small + lane / 4 * KEY_STRIDE + lane % 4 * 8;
#pragma unroll
        for (int part = 0; part < KEY_TILES; part++) {
            uint4 values[TILES][2];
#pragma unroll
            for (int tile = 0; tile < TILES; tile++) {
                values[tile][0] = *(const uint4*) (keys + tile * 16 * KEY_STRIDE + part * 32);
                values[tile][1] = *(const uint4*) (keys + (tile * 16 + 8) * KEY_STRIDE + part * 32);
            }
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
                int firstRead = j * 8 / READERS * RANK;
                int lastRead = ((j * 8 + 7) / READERS + 1) * RANK;
                if (part * 32 < lastRead && part * 32 + 32 > firstRead) {
                    // Of the 32 that are summed over, a lane holds eight neighbours.
                    int head = j * 8 + lane / 4;
                    int inQuery = part * 32 + lane % 4 * 8 - head / READERS * RANK / 8 * 8;
                    uint4 b = make_uint4(0, 0, 0, 0);
                    if (inQuery >= 0 && inQuery < QUERY_VALUES) {
                        b = *(const uint4*) (queries + head * QUERY_VALUES + inQuery);
                    }
#pragma unroll
                    for (int tile = 0; tile < TILES; tile++) {
                        uint4 low = values[tile][0];
                        uint4 high = values[tile][1];
                        unsigned a[4] = {low.x, high.x, low.y, high.y};
                        unsigned more[4] = {low.z, high.z, low.w, high.w};
                        float (&to)[4] = READS_DIFFERENCE ? difference[tile][j] : sums[tile][j];
                        multiply(to, a, b.x, b.y);
                        multiply(to, more, b.z, b.w);
                    }
                }
            }
        }
#endif
#if HIDDEN > 0
        float units[TILES][UNIT_TILES][4];
        startWith(units, net + AT_B1);
        addProduct(units, in, net + AT_W1, STRIDE_1, 0);
#if READS_DIFFERENCE
        addProduct(units, difference, net + AT_W1, STRIDE_1, HEAD_TILES);
#endif
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
        // Results take the place of the scores, so that whole rows can be written.
        __syncwarp();
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
            for (int j = 0; j < HEAD_TILES; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    int head = j * 8 + lane % 4 * 2 + c % 2;
                    if (head < HEADS) {
                        stage[head * SCORE_STRIDE + tile * 16 + c / 2 * 8 + lane / 4] = sums[tile][j][c];
                    }
                }
            }
        }
        __syncwarp();
        int key = first + lane % KEYS;
        float* to = out + ((i64) sequence * HEADS + lane / KEYS) * outStride + key;
#pragma unroll
        for (int head = 0; head < HEADS; head += 32 / KEYS) {
            if (head + lane / KEYS < HEADS && key < visible) {
                *to = stage[(head + lane / KEYS) * SCORE_STRIDE + lane % KEYS];
            }
            to += 32 / KEYS * outStride;
        }
        __syncwarp();
    }
}
