// Some rows, more than a few, times weights held in BF16, by tensor cores; put behind tensor.cuh and matrices.cuh and
// compiled for each number ROWS of rows, a multiple of 16, each MODE, each number PARTS of blocks of a cluster, up to 8, each
// number LINES of rows of the matrices that a block multiplies, 16 for each warp, each number STAGES of chunks that are on
// their way or at work, each ACTIVATION where they are GATED, and LONG or not: less code, which every block has to bring
// before it runs.
//
// The blocks of a cluster share LINES rows of the matrices: each takes a part of the columns, WIDE of them at once. In the
// end each sends the sums of some rows of x to the block that finishes these, which adds them in order.

#define WIDE 64 // columns of a chunk: 128 bytes
#define THREADS (2 * LINES)
#define STAGE ((LINES + ROWS) * WIDE) // u16 of one: weights, then x
#define STAGE_BYTES (STAGE * (int) sizeof(u16))
#define LINE_STEP (THREADS / 8) // lines that all threads fetch at once, eight threads a line
#define EIGHTS (ROWS / 8) // of rows of x; block i of a cluster finishes eights i, i + PARTS, …

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
    which = MODE == ADDING ? 0 : matrixOf(all, row);
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

// Twin: linear, linearAdd and gatedLinear of the reference. Up to three matrices times the same rows of x, of which there
// are n, up to ROWS; total is the number of their rows, columns a multiple of WIDE. gridDim is [tiles × PARTS].
extern "C" __global__ void __launch_bounds__(THREADS) someRows(
        const __grid_constant__ Matrices all, int total, const u16* x, int n, int columns) {
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
#if PARTS > 1
    float4* received = (float4*) (stages + STAGES * STAGE) + threadIdx.x; // [EIGHTS / PARTS][PARTS][THREADS]
    asm volatile("barrier.cluster.wait.aligned;" ::: "memory");
#pragma unroll
    for (int j = 0; j < EIGHTS; j++) {
        putInto(j % PARTS, received + (j / PARTS * PARTS + part) * THREADS, sums[j]);
    }
    asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory");
#endif
    int which[2];
    int rows[2];
    bool there[2];
#pragma unroll
    for (int half = 0; half < 2; half++) {
        rows[half] = rowOf(all, total, tile, warp * 16 + half * 8 + lane / 4, which[half]);
        there[half] = MODE == GATED ? half == 0 && tile * (LINES / 2) + warp * 8 + lane / 4 < total / 2
                                    : tile * LINES + warp * 16 + half * 8 + lane / 4 < total;
    }
#pragma unroll
    for (int own = 0; own < (EIGHTS + PARTS - 1) / PARTS; own++) {
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
    }
}
