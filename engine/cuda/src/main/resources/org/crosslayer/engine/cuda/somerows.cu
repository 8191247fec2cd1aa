// Some rows, more than a few, times weights held in BF16, by tensor cores; put behind tensor.cuh and matrices.cuh and compiled for each
// number ROWS of rows, which is defined and a multiple of 16.

#ifndef LINES
#define LINES 64 // rows of matrices that a block multiplies: 16 for each warp
#define WIDE 64 // columns that it multiplies at once
#define STAGES 4 // so many columns are on their way or at work
#endif
#define THREADS (2 * LINES)
#define STRIDE (WIDE + 8) // u16 from one row of a tile to the next, so that ldmatrix meets no bank twice
#define STAGE ((LINES + ROWS) * STRIDE) // u16 of one: weights, then x
#define SUMS (LINES + 4) // floats from the sums of one row of x to those of the next
#define EIGHTS (WIDE / 8) // threads that fetch a row of a tile
#define FOURS (ROWS * LINES / 4 / THREADS) // sums that a thread adds up, four by four
#define AT_ONCE (THREADS / EIGHTS) // rows that all of them fetch

// Twin: linear, linearAdd and gatedLinear of the reference. Up to three matrices times the same rows of x, of which there
// are up to ROWS. A block works on LINES of their rows, where they are GATED on half as many of each of two, and on
// one of gridDim.y parts of the columns, a multiple of WIDE; the block that comes last adds the parts in order. partial is
// [gridDim.x, parts, ROWS, LINES], arrived counts from 0 and back to it; both are null where there is one part.
extern "C" __global__ void __launch_bounds__(THREADS) someRows(
        const __grid_constant__ Matrices all, int mode, int activation, int total, const u16* x, int n, int columns,
        float* partial, unsigned* arrived) {
    extern __shared__ __align__(16) u16 stages[];
    __shared__ bool isLast;
    letNextBegin();
    int line = threadIdx.x / EIGHTS;
    int column = threadIdx.x % EIGHTS * 8;
    int parts = gridDim.y;
    int firstChunk = columns / WIDE * blockIdx.y / parts;
    int chunks = columns / WIDE * (blockIdx.y + 1) / parts - firstChunk;
    const u16* from[LINES / AT_ONCE];
#pragma unroll
    for (int i = 0; i < LINES / AT_ONCE; i++) {
        int row = i * AT_ONCE + line;
        int which = row / (LINES / 2);
        if (mode == GATED) {
            row = min((int) blockIdx.x * (LINES / 2) + row % (LINES / 2), all.at[0].rows - 1);
        } else {
            row = min((int) blockIdx.x * LINES + row, total - 1);
            which = matrixOf(all, row);
        }
        from[i] = (const u16*) all.at[which].weights + (i64) row * columns + firstChunk * WIDE + column;
    }
    // What it needs of the weights first it asks for while the kernel before still runs.
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
#pragma unroll
        for (int i = 0; i < LINES / AT_ONCE; i++) {
            if (chunk < chunks) {
                fetch(stages + chunk * STAGE + (i * AT_ONCE + line) * STRIDE + column, from[i] + chunk * WIDE, true);
            }
        }
    }
    awaitPrevious();
    const u16* in = x + firstChunk * WIDE + column;
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
#pragma unroll
        for (int i = 0; i < (ROWS + AT_ONCE - 1) / AT_ONCE; i++) {
            int row = i * AT_ONCE + line;
            if (chunk < chunks && row < ROWS) {
                fetch(stages + chunk * STAGE + (LINES + row) * STRIDE + column,
                      in + (i64) min(row, n - 1) * columns + chunk * WIDE, row < n);
            }
        }
        fetched();
    }
    float sums[ROWS / 8][4];
#pragma unroll
    for (int j = 0; j < ROWS / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            sums[j][c] = 0;
        }
    }
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    for (int chunk = 0; chunk < chunks; chunk++) {
        awaitFetched<STAGES - 2>();
        __syncthreads();
        int next = chunk + STAGES - 1;
        if (next < chunks) {
            u16* stage = stages + next % STAGES * STAGE;
#pragma unroll
            for (int i = 0; i < LINES / AT_ONCE; i++) {
                fetch(stage + (i * AT_ONCE + line) * STRIDE + column, from[i] + next * WIDE, true);
            }
#pragma unroll
            for (int i = 0; i < (ROWS + AT_ONCE - 1) / AT_ONCE; i++) {
                int row = i * AT_ONCE + line;
                if (row < ROWS) {
                    fetch(stage + (LINES + row) * STRIDE + column,
                          in + (i64) min(row, n - 1) * columns + next * WIDE, row < n);
                }
            }
        }
        fetched();
        const u16* stage = stages + chunk % STAGES * STAGE;
#pragma unroll
        for (int k = 0; k < WIDE / 16; k++) {
            unsigned a[4];
            loadMatrices(a, stage + (warp * 16 + lane % 16) * STRIDE + k * 16 + lane / 16 * 8);
#pragma unroll
            for (int j = 0; j < ROWS / 16; j++) {
                unsigned b[4];
                loadMatrices(b, stage + (LINES + j * 16 + lane / 16 * 8 + lane % 8) * STRIDE + k * 16 + lane / 8 % 2 * 8);
                multiply(sums[2 * j], a, b[0], b[1]);
                multiply(sums[2 * j + 1], a, b[2], b[3]);
            }
        }
    }
    awaitFetched<0>();
    __syncthreads();
    float* added = (float*) stages; // [ROWS][SUMS]
#pragma unroll
    for (int j = 0; j < ROWS / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            added[(j * 8 + lane % 4 * 2 + c % 2) * SUMS + warp * 16 + lane / 4 + c / 2 * 8] = sums[j][c];
        }
    }
    __syncthreads();
    if (parts > 1) {
        float4* tile = (float4*) partial + (i64) blockIdx.x * parts * (ROWS * LINES / 4);
#pragma unroll
        for (int f = 0; f < FOURS; f++) {
            int i = f * THREADS + threadIdx.x;
            __stcg(tile + blockIdx.y * (ROWS * LINES / 4) + i, *(float4*) (added + i / (LINES / 4) * SUMS + i % (LINES / 4) * 4));
        }
        __threadfence();
        __syncthreads();
        if (threadIdx.x == 0) {
            isLast = atomicAdd(arrived + blockIdx.x, 1) == parts - 1;
            if (isLast) {
                arrived[blockIdx.x] = 0;
            }
        }
        __syncthreads();
        if (!isLast) {
            return;
        }
        __threadfence();
        float4 sum[FOURS];
#pragma unroll
        for (int f = 0; f < FOURS; f++) {
            sum[f] = make_float4(0, 0, 0, 0);
        }
#pragma unroll 4
        for (int part = 0; part < parts; part++) {
#pragma unroll
            for (int f = 0; f < FOURS; f++) {
                float4 more = __ldcg(tile + part * (ROWS * LINES / 4) + f * THREADS + threadIdx.x);
                sum[f].x += more.x, sum[f].y += more.y, sum[f].z += more.z, sum[f].w += more.w;
            }
        }
#pragma unroll
        for (int f = 0; f < FOURS; f++) {
            int i = f * THREADS + threadIdx.x;
            *(float4*) (added + i / (LINES / 4) * SUMS + i % (LINES / 4) * 4) = sum[f];
        }
        __syncthreads();
    }
    int width = mode == GATED ? LINES / 2 : LINES;
    int most = mode == GATED ? all.at[0].rows : total;
    for (int i = threadIdx.x; i < n * width; i += THREADS) {
        int r = i / width;
        int row = blockIdx.x * width + i % width;
        if (row < most) {
            int which = mode == GATED ? 0 : matrixOf(all, row);
            float other = mode == GATED ? added[r * SUMS + LINES / 2 + i % width] : 0;
            finish(all, mode, activation, which, row, r, added[r * SUMS + i % width], other);
        }
    }
}
