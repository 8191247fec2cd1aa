// A few rows times weights where they lie; put behind weights.cu and matrices.cuh, and compiled for each type and number
// ROWS of rows.

#if PACKED

// Twin: linear, linearAdd and gatedLinear of the reference. Up to three matrices times one row of x; a warp works on two
// of their rows at once: two neighbours, or where they are GATED the same of both matrices. x lies in shared memory, a
// column of padding after each 32 so that lanes meet in no bank.
extern "C" __global__ void __launch_bounds__(256) packedRow(
        const __grid_constant__ Matrices all, int mode, int activation, int total, const void* x, int narrow,
        int columns) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ float shared[];
    for (int j = threadIdx.x; j < columns; j += blockDim.x) {
        shared[j + j / 32] = valueAt(x, j, narrow);
    }
    __syncthreads();
    int lane = threadIdx.x % 32;
    int warps = gridDim.x * (blockDim.x / 32);
    for (int pair = blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32;; pair += warps) {
        int rows[2] = {mode == GATED ? pair : 2 * pair, mode == GATED ? pair : 2 * pair + 1};
        if (rows[0] >= (mode == GATED ? all.at[0].rows : total)) {
            return;
        }
        bool both = mode == GATED || rows[1] < total;
        rows[1] = both ? rows[1] : rows[0];
        int which[2] = {mode == GATED ? 0 : matrixOf(all, rows[0]), mode == GATED ? 1 : matrixOf(all, rows[1])};
        const u8* a = all.at[which[0]].weights + startOf(rows[0], columns);
        const u8* b = all.at[which[1]].weights + startOf(rows[1], columns);
        float sums[2] = {0, 0};
        for (int group = lane; group < columns / 32; group += 32) {
            const float* in = shared + group * 33;
            float values[32];
            unpack(a, group, values);
#pragma unroll
            for (int i = 0; i < 32; i++) {
                sums[0] += values[i] * in[i];
            }
            unpack(b, group, values);
#pragma unroll
            for (int i = 0; i < 32; i++) {
                sums[1] += values[i] * in[i];
            }
        }
        float first = warpSum(sums[0]);
        float second = warpSum(sums[1]);
        if (lane == 0) {
            finish(all, mode, activation, which[0], rows[0], 0, first, second);
        } else if (lane == 1 && mode != GATED && both) {
            finish(all, mode, activation, which[1], rows[1], 0, second, 0);
        }
    }
}

#else

#ifndef AT_ONCE
#define AT_ONCE (ROWS > 2 ? 4 : 8) // rows of matrices that a block works on: enough bytes on their way to it
#endif
#ifndef GROUPS
#define GROUPS 1 // groups of 8 values of each of them that a thread asks for at once
#endif

struct __align__(16) Raw {
    uint4 words[TYPE == F32 ? 2 : 1];
};

// A group of 8, past the first-level cache: nobody reads it again.
__device__ __forceinline__ Raw rawGroup(const u8* row, int group) {
    Raw raw;
#pragma unroll
    for (int i = 0; i < (TYPE == F32 ? 2 : 1); i++) {
        const uint4* at = (const uint4*) row + group * (TYPE == F32 ? 2 : 1) + i;
        asm volatile("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
                     : "=r"(raw.words[i].x), "=r"(raw.words[i].y), "=r"(raw.words[i].z), "=r"(raw.words[i].w)
                     : "l"(at));
    }
    return raw;
}

// Twin: linear, linearAdd and gatedLinear of the reference. Up to three matrices times the same ROWS rows of
// x. A block works on AT_ONCE of their rows, where they are GATED on half as many of both; its threads share the columns.
// What it needs of the weights first it asks for while the kernel before still runs.
extern "C" __global__ void __launch_bounds__(256) fewRows(
        const __grid_constant__ Matrices all, int mode, int activation, int total, const void* x, int narrow, int columns) {
    __shared__ float parts[8][AT_ONCE * ROWS];
    const u8* from[AT_ONCE];
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
        int row = min((int) blockIdx.x * AT_ONCE + i, total - 1);
        int which = row % 2;
        if (mode == GATED) {
            row /= 2;
        } else {
            which = matrixOf(all, row);
        }
        from[i] = all.at[which].weights + startOf(row, columns);
    }
    float sums[AT_ONCE][ROWS];
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            sums[i][r] = 0;
        }
    }
    letNextBegin();
    if (columns % 8 == 0) {
        int groups = columns / 8;
        for (int at = 0; at < groups; at += GROUPS * blockDim.x) {
            Raw raw[GROUPS][AT_ONCE];
#pragma unroll
            for (int u = 0; u < GROUPS; u++) {
                int group = at + u * blockDim.x + threadIdx.x;
                if (group < groups) {
#pragma unroll
                    for (int i = 0; i < AT_ONCE; i++) {
                        raw[u][i] = rawGroup(from[i], group);
                    }
                }
            }
            if (at == 0) {
                awaitPrevious();
            }
#pragma unroll
            for (int u = 0; u < GROUPS; u++) {
                int group = at + u * blockDim.x + threadIdx.x;
                if (group < groups) {
                    float ins[ROWS][8];
#pragma unroll
                    for (int r = 0; r < ROWS; r++) {
                        eightOf(x, narrow, (i64) r * columns + 8 * group, ins[r]);
                    }
#pragma unroll
                    for (int i = 0; i < AT_ONCE; i++) {
                        float values[8];
                        unpack((const u8*) &raw[u][i], 0, values);
#pragma unroll
                        for (int r = 0; r < ROWS; r++) {
#pragma unroll
                            for (int j = 0; j < 8; j++) {
                                sums[i][r] += values[j] * ins[r][j];
                            }
                        }
                    }
                }
            }
        }
    } else {
        awaitPrevious();
        for (int j = threadIdx.x; j < columns; j += blockDim.x) {
#pragma unroll
            for (int i = 0; i < AT_ONCE; i++) {
                float value = single(from[i], j);
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    sums[i][r] += value * valueAt(x, (i64) r * columns + j, narrow);
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            float sum = warpSum(sums[i][r]);
            if (threadIdx.x % 32 == 0) {
                parts[threadIdx.x / 32][i * ROWS + r] = sum;
            }
        }
    }
    __syncthreads();
    for (int at = threadIdx.x; at < AT_ONCE * ROWS; at += blockDim.x) {
        int row = blockIdx.x * AT_ONCE + at / ROWS;
        if (row >= total || mode == GATED && row % 2 == 1) {
            continue;
        }
        float sum = 0;
        float other = 0;
        for (int warp = 0; warp < blockDim.x / 32; warp++) {
            sum += parts[warp][at];
            other += mode == GATED ? parts[warp][at + ROWS] : 0;
        }
        int which = 0;
        if (mode == GATED) {
            row /= 2;
        } else {
            which = matrixOf(all, row);
        }
        finish(all, mode, activation, which, row, at % ROWS, sum, other);
    }
}

#endif
