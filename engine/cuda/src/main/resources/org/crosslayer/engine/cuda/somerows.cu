// Some rows, more than a few, times weights held in BF16, by tensor cores; put behind tensor.cuh and matrices.cuh and
// compiled for each number ROWS of rows, a multiple of 16, each MODE, each number PARTS of blocks of a cluster, up to 8, each
// number LINES of rows of the matrices that a block multiplies, 16 for each warp, each number STAGES of chunks that are on
// their way or at work, each ACTIVATION where they are GATED, LONG or not, and NORMED or not: less code, which every block
// has to bring before it runs.
//
// The blocks of a cluster share LINES rows of the matrices: each takes a part of the columns, WIDE of them at once. In the
// end each sends the sums of some rows of x to the block that finishes these, which adds them in order.

#define WIDE 64 // columns of a chunk: 128 bytes
#define THREADS (2 * LINES)
#define STAGE ((LINES + ROWS) * WIDE) // u16 of one: weights, then x
#define STAGE_BYTES (STAGE * (int) sizeof(u16))
#define LINE_STEP (THREADS / 8) // lines that all threads fetch at once, eight threads a line
#define EIGHTS (ROWS / 8) // of rows of x; block i of a cluster finishes eights i, i + PARTS, …
#define OWN ((EIGHTS + PARTS - 1) / PARTS) // eights that a block finishes at most
#define GROUPS (THREADS / 8) // of threads that add up the squares of an eight
#define AT_ONCE 4 // of which each thread asks for so many at once

// A norm by root mean squares, whose factor is the same for a whole row: x · gain, rounded, and what makes the factor. The
// product that adds to x leaves them, and where x is NORMED a product multiplies its sums by the factor.
struct Norm {
    float* squares; // [tiles, ROWS], sums of the squares of a tile's part of each row
    const float* gain;
    u16* out;
    int tiles;
    float share; // of a square in their mean
    float eps;
};

// Where the eight values from column on of a line of a stage lie: turned, so that ldmatrix meets no bank twice.
__device__ __forceinline__ int placeOf(int line, int column) {
    return line * WIDE + ((column / 8 ^ line % 8) * 8);
}

// The row of a line of a tile among those of its matrix, the last one behind the end; where they are GATED, eights of both
// matrices take turns, so that a thread holds what belongs together.
__device__ __forceinline__ int rowOf(const Matrices& all, int total, int tile, int line, int& which) {
    if (MODE == GATED) {
        which = line / 8 % 2;
        return min(tile * (LINES / 2) + line / 16 * 8 + line % 8, total / 2 - 1);
    }
    int row = min(tile * LINES + line, total - 1);
    which = MODE == ADDING || MODE == NORMING ? 0 : matrixOf(all, row);
    return row;
}

__device__ __forceinline__ int ownPart() {
    int rank;
    asm("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
    return PARTS == 1 ? 0 : rank;
}

// Begins to copy eight weights, and where parts of rows are LONG, to bring what lies around them near.
__device__ __forceinline__ void fetchWeights(unsigned to, const u16* from, unsigned long long policy) {
#if LONG
    asm volatile("cp.async.cg.shared.global.L2::cache_hint.L2::256B [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "l"(policy));
#else
    asm volatile("cp.async.cg.shared.global.L2::cache_hint [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "l"(policy));
#endif
}

// Puts four sums into the shared memory of another block of the cluster, at the same place there.
__device__ __forceinline__ void putInto(int part, const float4* at, const float (&four)[4]) {
    unsigned there;
    asm volatile("mapa.shared::cluster.u32 %0, %1, %2;" : "=r"(there) : "r"(sharedAddress(at)), "r"(part));
    asm volatile("st.shared::cluster.v4.f32 [%0], {%1, %2, %3, %4};" ::"r"(there), "f"(four[0]), "f"(four[1]), "f"(four[2]),
                 "f"(four[3])
                 : "memory");
}

// The sum over lanes that are four apart; they hold the same two rows of x.
__device__ __forceinline__ float sameRowsSum(float x) {
    x += __shfl_xor_sync(0xffffffffu, x, 4);
    x += __shfl_xor_sync(0xffffffffu, x, 8);
    return x + __shfl_xor_sync(0xffffffffu, x, 16);
}

#if NORMED
// Asks for the first squares of a row of x, number threadIdx.x % 8 of an eight, behind the last tile for that again.
__device__ __forceinline__ void firstSquares(float (&to)[AT_ONCE], const Norm& norm, int eight) {
    const float* from = norm.squares + eight * 8 + threadIdx.x % 8;
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
        int tile = min((int) threadIdx.x / 8 + i * GROUPS, norm.tiles - 1);
        asm volatile("ld.global.f32 %0, [%1];" : "=f"(to[i]) : "l"(from + tile * ROWS)); // before what comes next
    }
}

// The sum of these and what else there is, over the lanes of a warp that have the same row.
__device__ __forceinline__ float sumOf(const float (&first)[AT_ONCE], const Norm& norm, int eight) {
    float sum = 0;
    int tile = threadIdx.x / 8;
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
        sum += tile < norm.tiles ? first[i] : 0;
        tile += GROUPS;
    }
#pragma unroll 1
    for (; tile < norm.tiles; tile += GROUPS) {
        sum += norm.squares[tile * ROWS + eight * 8 + threadIdx.x % 8];
    }
    sum += __shfl_xor_sync(0xffffffffu, sum, 8);
    return sum + __shfl_xor_sync(0xffffffffu, sum, 16);
}

__device__ __forceinline__ float factorOf(const Norm& norm, float squares) {
    float factor;
    asm("rsqrt.approx.f32 %0, %1;" : "=f"(factor) : "f"(squares * norm.share + norm.eps));
    return factor;
}
#endif

// Twin: linear, linearAdd, linearAddNorm and gatedLinear of the reference. Up to three matrices times the same rows of x, of
// which there are n, up to ROWS; total is the number of their rows, columns a multiple of WIDE. gridDim is [tiles × PARTS].
extern "C" __global__ void __launch_bounds__(THREADS) someRows(
        const __grid_constant__ Matrices all, int total, const u16* x, int n, int columns, const Norm norm) {
    extern __shared__ __align__(128) u16 stages[];
    unsigned long long policy = once();
    int part = ownPart();
    int tile = blockIdx.x / PARTS;
    int firstChunk = columns / WIDE * part / PARTS;
    int chunks = columns / WIDE * (part + 1) / PARTS - firstChunk;
    int line = threadIdx.x / 8;
    int column = threadIdx.x % 8 * 8;
    const u16* from[LINES / LINE_STEP];
    int further[LINES / LINE_STEP]; // bytes from the place of a thread's first line to that of another
    unsigned to = wholeAddress(stages + placeOf(line, column));
#pragma unroll
    for (int i = 0; i < LINES / LINE_STEP; i++) {
        int which;
        int row = rowOf(all, total, tile, i * LINE_STEP + line, which);
        further[i] = (placeOf(i * LINE_STEP + line, column) - placeOf(line, column)) * (int) sizeof(u16);
        from[i] = (const u16*) all.at[which].weights + (i64) row * columns + firstChunk * WIDE + column;
    }
    // What it needs of the weights first it asks for while the kernel before still runs.
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
#pragma unroll
        for (int i = 0; i < LINES / LINE_STEP; i++) {
            if (chunk < chunks) {
                fetchWeights(to + chunk * STAGE_BYTES + further[i], from[i] + chunk * WIDE, policy);
            }
        }
        fetched();
    }
#if PARTS > 1
    asm volatile("barrier.cluster.arrive.relaxed.aligned;"); // all are there before anybody sends
#endif
    awaitPrevious();
    letNextBegin(); // blocks of the next find room as blocks of this one end, and their weights come in the meantime
#if NORMED
    float squares[OWN][AT_ONCE]; // of the rows whose sums the block finishes
#pragma unroll
    for (int own = 0; own < OWN; own++) {
        firstSquares(squares[own], norm, min(own * PARTS + part, EIGHTS - 1));
    }
#endif
    // Rows do not come the same way, or the first of them would wait for all these weights.
    const u16* in = x + firstChunk * WIDE + column;
#pragma unroll
    for (int i = 0; i < (ROWS + LINE_STEP - 1) / LINE_STEP; i++) {
        int row = i * LINE_STEP + line;
        uint4 values[STAGES - 1];
#pragma unroll
        for (int chunk = 0; chunk < STAGES - 1; chunk++) {
            values[chunk] = row < n && chunk < chunks ? *(const uint4*) (in + (i64) row * columns + chunk * WIDE)
                                                      : make_uint4(0, 0, 0, 0);
        }
#pragma unroll
        for (int chunk = 0; chunk < STAGES - 1; chunk++) {
            if (row < ROWS) {
                *(uint4*) (stages + chunk * STAGE + LINES * WIDE + placeOf(row, column)) = values[chunk];
            }
        }
    }
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
#if NORMED
    // They meet in the stage that is filled last, and not in room of their own, which might keep a block from finding room.
    float* meeting = (float*) (stages + (STAGES - 1) * STAGE); // [THREADS / 32][OWN][8]
#pragma unroll
    for (int own = 0; own < OWN; own++) {
        float sum = sumOf(squares[own], norm, min(own * PARTS + part, EIGHTS - 1));
        if (lane < 8) {
            meeting[(warp * OWN + own) * 8 + lane] = sum;
        }
    }
    __syncthreads();
    float2 factors[OWN]; // of the two rows of each eight whose sums the thread holds
#pragma unroll
    for (int own = 0; own < OWN; own++) {
        float2 all = make_float2(0, 0);
#pragma unroll
        for (int other = 0; other < THREADS / 32; other++) {
            float2 more = ((const float2*) meeting)[(other * OWN + own) * 4 + lane % 4];
            all.x += more.x, all.y += more.y;
        }
        factors[own] = make_float2(factorOf(norm, all.x), factorOf(norm, all.y));
    }
#endif
    float sums[EIGHTS][4] = {};
    unsigned ahead = to + (STAGES - 1) * STAGE_BYTES;
    for (int chunk = 0; chunk < chunks; chunk++) {
        awaitFetched<STAGES - 2>();
        __syncthreads();
        int next = chunk + STAGES - 1;
        if (next < chunks) {
            u16* stage = stages + next % STAGES * STAGE;
#pragma unroll
            for (int i = 0; i < LINES / LINE_STEP; i++) {
                fetchWeights(ahead + further[i], from[i] + next * WIDE, policy);
            }
#pragma unroll
            for (int i = 0; i < (ROWS + LINE_STEP - 1) / LINE_STEP; i++) {
                int row = i * LINE_STEP + line;
                if (row < ROWS) {
                    fetch(stage + LINES * WIDE + placeOf(row, column),
                          in + (i64) min(row, n - 1) * columns + next * WIDE, row < n);
                }
            }
        }
        fetched();
        ahead = next % STAGES == STAGES - 1 ? to : ahead + STAGE_BYTES;
        const u16* stage = stages + chunk % STAGES * STAGE;
#pragma unroll
        for (int k = 0; k < WIDE; k += 16) {
            unsigned a[4];
            loadMatrices(a, stage + placeOf(warp * 16 + lane % 16, k + lane / 16 * 8));
#pragma unroll
            for (int j = 0; j < EIGHTS; j += 2) {
                unsigned b[4];
                loadMatrices(b, stage + LINES * WIDE + placeOf(j * 8 + lane / 16 * 8 + lane % 8, k + lane / 8 % 2 * 8));
                multiply(sums[j], a, b[0], b[1]);
                multiply(sums[j + 1], a, b[2], b[3]);
            }
        }
    }
    int which[2];
    int rows[2];
    bool there[2];
#pragma unroll
    for (int half = 0; half < 2; half++) {
        rows[half] = rowOf(all, total, tile, warp * 16 + half * 8 + lane / 4, which[half]);
        there[half] = MODE == GATED ? half == 0 && tile * (LINES / 2) + warp * 8 + lane / 4 < total / 2
                                    : tile * LINES + warp * 16 + half * 8 + lane / 4 < total;
    }
#if MODE == NORMING
    float held[OWN][4]; // what the sums are added to
    float gain[2];
#pragma unroll
    for (int c = 0; c < 4; c++) {
        gain[c / 2] = norm.gain[rows[c / 2]];
#pragma unroll
        for (int own = 0; own < OWN; own++) {
            int r = (own * PARTS + part) * 8 + lane % 4 * 2 + c % 2;
            held[own][c] = there[c / 2] && r < n ? ((const float*) all.at[0].out)[(i64) r * total + rows[c / 2]] : 0;
        }
    }
#endif
#if PARTS > 1
    float4* received = (float4*) (stages + STAGES * STAGE) + threadIdx.x; // [EIGHTS / PARTS][PARTS][THREADS]
    asm volatile("barrier.cluster.wait.aligned;" ::: "memory");
#pragma unroll
    for (int j = 0; j < EIGHTS; j++) {
        putInto(j % PARTS, received + (j / PARTS * PARTS + part) * THREADS, sums[j]);
    }
    asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory");
#endif
#pragma unroll
    for (int own = 0; own < OWN; own++) {
        int j = own * PARTS + part;
        float sum[4];
#if PARTS > 1
        sum[0] = sum[1] = sum[2] = sum[3] = 0;
#pragma unroll
        for (int other = 0; other < PARTS; other++) {
            float4 more = received[(own * PARTS + other) * THREADS];
            sum[0] += more.x, sum[1] += more.y, sum[2] += more.z, sum[3] += more.w;
        }
#else
#pragma unroll
        for (int c = 0; c < 4; c++) {
            sum[c] = sums[own][c];
        }
#endif
#if MODE == NORMING
        float square[2] = {};
#pragma unroll
        for (int c = 0; c < 4; c++) {
            int r = j * 8 + lane % 4 * 2 + c % 2;
            if (there[c / 2] && r < n) {
                i64 place = (i64) r * total + rows[c / 2];
                float value = held[own][c] + sum[c];
                ((float*) all.at[0].out)[place] = value;
                norm.out[place] = narrowed(value * gain[c / 2]);
                square[c % 2] += value * value;
            }
        }
        // Within a warp, then warps in order.
        float* squares = (float*) stages; // [THREADS / 32][8]; all have left their stages
#if PARTS == 1
        __syncthreads();
#endif
#pragma unroll
        for (int c = 0; c < 2; c++) {
            square[c] = sameRowsSum(square[c]);
            if (lane < 4) {
                squares[warp * 8 + lane * 2 + c] = square[c];
            }
        }
        __syncthreads();
        if (threadIdx.x < 8 && j < EIGHTS) {
            float all = 0;
#pragma unroll
            for (int other = 0; other < THREADS / 32; other++) {
                all += squares[other * 8 + threadIdx.x];
            }
            norm.squares[tile * ROWS + j * 8 + threadIdx.x] = all;
        }
        __syncthreads();
#else
#if NORMED
#pragma unroll
        for (int c = 0; c < 4; c++) {
            sum[c] *= c % 2 == 0 ? factors[own].x : factors[own].y;
        }
#endif
#pragma unroll
        for (int c = 0; c < 4; c++) {
            int r = j * 8 + lane % 4 * 2 + c % 2;
            if (there[c / 2] && r < n) {
#if MODE == GATED
                finish(all, MODE, ACTIVATION, 0, rows[0], r, sum[c], sum[(c + 2) % 4]);
#else
                finish(all, MODE, 0, which[c / 2], rows[c / 2], r, sum[c], 0);
#endif
            }
        }
#endif
    }
}
