// Some rows, more than a few, times weights held in BF16, by tensor cores; put behind matrices.cuh and compiled for each
// number ROWS of rows, which is defined and a multiple of 16.

#define THREADS 128 // four warps, each of 16 rows of the matrices
#define TILE 64 // rows of matrices, and columns, that a block multiplies at once
#define STRIDE (TILE + 8) // u16 from one row of a tile to the next, so that ldmatrix meets no bank twice
#define STAGES 4 // tiles that are on their way or at work
#define STAGE ((TILE + ROWS) * STRIDE) // u16 of one: weights, then x
#define SUMS (TILE + 4) // floats from the sums of one row of x to those of the next

__device__ __forceinline__ void fetch(u16* to, const u16* from, bool there) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"((unsigned) __cvta_generic_to_shared(to)),
                 "l"(from), "r"(there ? 16 : 0));
}

__device__ __forceinline__ void loadMatrices(unsigned (&out)[4], const u16* at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"((unsigned) __cvta_generic_to_shared(at)));
}

// c [16, 8] += a [16, 16] · b [16, 8].
__device__ __forceinline__ void multiply(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Twin: linear, linearAdd and gatedLinear of the reference. Up to three matrices times the same rows of x, of which there
// are up to ROWS. A block works on 64 of their rows, where they are GATED on 32 of each of two, and on one of gridDim.y
// parts of the columns, a multiple of 64; the block that comes last adds the parts in order. partial is
// [gridDim.x, parts, ROWS, TILE], arrived counts from 0 and back to it; both are null where there is one part.
extern "C" __global__ void __launch_bounds__(THREADS) someRows(
        const __grid_constant__ Matrices all, int mode, int activation, int total, const u16* x, int n, int columns,
        float* partial, unsigned* arrived) {
    extern __shared__ __align__(16) u16 stages[];
    __shared__ bool isLast;
    letNextBegin();
    int line = threadIdx.x / 8;
    int column = threadIdx.x % 8 * 8;
    int parts = gridDim.y;
    int firstChunk = columns / TILE * blockIdx.y / parts;
    int chunks = columns / TILE * (blockIdx.y + 1) / parts - firstChunk;
    const u16* from[TILE / 16];
#pragma unroll
    for (int i = 0; i < TILE / 16; i++) {
        int row = i * 16 + line;
        int which = row / (TILE / 2);
        if (mode == GATED) {
            row = min((int) blockIdx.x * (TILE / 2) + row % (TILE / 2), all.at[0].rows - 1);
        } else {
            row = min((int) blockIdx.x * TILE + row, total - 1);
            which = matrixOf(all, row);
        }
        from[i] = (const u16*) all.at[which].weights + (i64) row * columns + firstChunk * TILE + column;
    }
    // What it needs of the weights first it asks for while the kernel before still runs.
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
#pragma unroll
        for (int i = 0; i < TILE / 16; i++) {
            if (chunk < chunks) {
                fetch(stages + chunk * STAGE + (i * 16 + line) * STRIDE + column, from[i] + chunk * TILE, true);
            }
        }
    }
    awaitPrevious();
    const u16* in = x + firstChunk * TILE + column;
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
#pragma unroll
        for (int i = 0; i < ROWS / 16; i++) {
            int row = i * 16 + line;
            if (chunk < chunks) {
                fetch(stages + chunk * STAGE + (TILE + row) * STRIDE + column,
                      in + (i64) min(row, n - 1) * columns + chunk * TILE, row < n);
            }
        }
        asm volatile("cp.async.commit_group;");
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
        asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2));
        __syncthreads();
        int next = chunk + STAGES - 1;
        if (next < chunks) {
            u16* stage = stages + next % STAGES * STAGE;
#pragma unroll
            for (int i = 0; i < TILE / 16; i++) {
                fetch(stage + (i * 16 + line) * STRIDE + column, from[i] + next * TILE, true);
            }
#pragma unroll
            for (int i = 0; i < ROWS / 16; i++) {
                int row = i * 16 + line;
                fetch(stage + (TILE + row) * STRIDE + column, in + (i64) min(row, n - 1) * columns + next * TILE, row < n);
            }
        }
        asm volatile("cp.async.commit_group;");
        const u16* stage = stages + chunk % STAGES * STAGE;
#pragma unroll
        for (int k = 0; k < TILE / 16; k++) {
            unsigned a[4];
            loadMatrices(a, stage + (warp * 16 + lane % 16) * STRIDE + k * 16 + lane / 16 * 8);
#pragma unroll
            for (int j = 0; j < ROWS / 16; j++) {
                unsigned b[4];
                loadMatrices(b, stage + (TILE + j * 16 + lane / 16 * 8 + lane % 8) * STRIDE + k * 16 + lane / 8 % 2 * 8);
                multiply(sums[2 * j], a, b[0], b[1]);
                multiply(sums[2 * j + 1], a, b[2], b[3]);
            }
        }
    }
    asm volatile("cp.async.wait_group 0;");
    __syncthreads();
    float* all64 = (float*) stages; // [ROWS][SUMS]
#pragma unroll
    for (int j = 0; j < ROWS / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            all64[(j * 8 + lane % 4 * 2 + c % 2) * SUMS + warp * 16 + lane / 4 + c / 2 * 8] = sums[j][c];
        }
    }
    __syncthreads();
    if (parts > 1) {
        float* tile = partial + (i64) blockIdx.x * parts * ROWS * TILE;
        float* own = tile + (i64) blockIdx.y * ROWS * TILE;
        for (int i = threadIdx.x; i < n * TILE; i += THREADS) {
            own[i] = all64[i / TILE * SUMS + i % TILE];
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
        for (int i = threadIdx.x; i < n * TILE; i += THREADS) {
            float sum = 0;
#pragma unroll 8
            for (int part = 0; part < parts; part++) {
                sum += __ldcg(tile + (i64) part * ROWS * TILE + i);
            }
            all64[i / TILE * SUMS + i % TILE] = sum;
        }
        __syncthreads();
    }
    int width = mode == GATED ? TILE / 2 : TILE;
    int most = mode == GATED ? all.at[0].rows : total;
    for (int i = threadIdx.x; i < n * width; i += THREADS) {
        int r = i / width;
        int row = blockIdx.x * width + i % width;
        if (row < most) {
            int which = mode == GATED ? 0 : matrixOf(all, row);
            float other = mode == GATED ? all64[r * SUMS + TILE / 2 + i % width] : 0;
            finish(all, mode, activation, which, row, r, all64[r * SUMS + i % width], other);
        }
    }
}
