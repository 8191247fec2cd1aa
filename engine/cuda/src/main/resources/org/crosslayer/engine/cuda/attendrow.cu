// Attention of one row of every sequence, from keys and values held in BF16; compiled for each size D of a head and number
// SHARED of query heads that a block serves, both defined.
//
// Twin: scores, softmax and mix of the reference.

#define THREADS 128 // of a block
#define LANES 8 // that share a key
#define EACH (D / LANES) // values of a head that a lane holds
#define CHUNK (EACH % 8 == 0 ? 8 : 4) // of them that lie together
#ifndef KEYS_AT_ONCE
#define KEYS_AT_ONCE 2 // that a lane asks for before it looks at them
#endif
#define PARTIAL (D + 2) // greatest, sum, and what is mixed
#define WARPS (THREADS / 32)

// Twin: AttendKernels.Leaves. What becomes of the scores.
#define SHARES 0
#define SCORES 1

// The i-th value of a lane is that of the head.
__device__ __forceinline__ int valueOf(int lane, int i) {
    return (i / CHUNK * LANES + lane) * CHUNK + i % CHUNK;
}

__device__ __forceinline__ void lanePart(const u16* from, int lane, unsigned (&words)[EACH / 2]) {
#pragma unroll
    for (int chunk = 0; chunk < EACH / CHUNK; chunk++) {
        const u16* at = from + (chunk * LANES + lane) * CHUNK;
#if D % 64 == 0
        uint4 four = *(const uint4*) at;
        words[4 * chunk] = four.x;
        words[4 * chunk + 1] = four.y;
        words[4 * chunk + 2] = four.z;
        words[4 * chunk + 3] = four.w;
#else
        uint2 two = *(const uint2*) at;
        words[2 * chunk] = two.x;
        words[2 * chunk + 1] = two.y;
#endif
    }
}

__device__ __forceinline__ float lower(unsigned words) {
    return __uint_as_float(words << 16);
}

__device__ __forceinline__ float upper(unsigned words) {
    return __uint_as_float(words & 0xffff0000);
}

// One row of every sequence: a block for SHARED heads that read the same keys, and one of gridDim.x parts of these;
// eight lanes share a key. gridDim is [parts, h / SHARED, batch]; partial is [batch, h, parts, PARTIAL]. With one part
// and nobody who looks, out is written at once; otherwise the block that comes last puts the parts together, and makes
// shares of the scores in pattern unless these are what is to be left there. arrived counts, from 0 and back to it.
// With SCORED defined, pattern holds the scores already, and neither q nor k is read.
extern "C" __global__ void __launch_bounds__(THREADS) attendRow(
        const void* q, int qNarrow, const u16* k, const u16* v, int capacity, int shared, int firstRow, int window, float scale,
        int leaves, float* pattern, float* partial, unsigned* arrived, void* out, int outNarrow) {
    __shared__ float warpMost[WARPS][SHARED];
    __shared__ float warpSums[WARPS][SHARED];
    __shared__ float warpMixed[WARPS][SHARED][D];
    __shared__ bool isLast;
    letNextBegin();
    awaitPrevious();
    int heads = gridDim.y * SHARED;
    int head = blockIdx.y * SHARED;
    int lane = threadIdx.x % LANES;
    int warp = threadIdx.x / 32;
    int width = heads / shared * D;
    k += (i64) blockIdx.z * capacity * width + head / shared * D;
    v += (i64) blockIdx.z * capacity * width + head / shared * D;
    int visible = firstRow + 1;
    int first = max(0, visible - window);
    int each = (visible - first + gridDim.x - 1) / gridDim.x;
    int from = first + blockIdx.x * each;
    int to = min(from + each, visible);
    i64 row = (i64) blockIdx.z * heads + head;
#ifndef SCORED
    float query[SHARED][EACH];
#endif
    float mixed[SHARED][EACH];
    float most[SHARED];
    float sum[SHARED];
#pragma unroll
    for (int a = 0; a < SHARED; a++) {
#pragma unroll
        for (int i = 0; i < EACH; i++) {
#ifndef SCORED
            query[a][i] = valueAt(q, (row + a) * D + valueOf(lane, i), qNarrow) * (scale * LOG2_E);
#endif
            mixed[a][i] = 0;
        }
        most[a] = FAR;
        sum[a] = 0;
    }
    int group = threadIdx.x % 32 / LANES;
    for (int firstOfWarp = from + warp * 4; firstOfWarp < to; firstOfWarp += THREADS / LANES * KEYS_AT_ONCE) {
        int key = firstOfWarp + group;
        unsigned values[KEYS_AT_ONCE][EACH / 2];
#ifndef SCORED
        unsigned keys[KEYS_AT_ONCE][EACH / 2];
#pragma unroll
        for (int u = 0; u < KEYS_AT_ONCE; u++) {
            lanePart(k + (i64) min(key + u * (THREADS / LANES), to - 1) * width, lane, keys[u]);
        }
#endif
#pragma unroll
        for (int u = 0; u < KEYS_AT_ONCE; u++) {
            lanePart(v + (i64) min(key + u * (THREADS / LANES), to - 1) * width, lane, values[u]);
        }
#pragma unroll
        for (int a = 0; a < SHARED; a++) {
            float score[KEYS_AT_ONCE];
            float highest = most[a];
#pragma unroll
            for (int u = 0; u < KEYS_AT_ONCE; u++) {
                int at = key + u * (THREADS / LANES);
#ifdef SCORED
                float dot = pattern[(row + a) * visible + min(at, to - 1)] * LOG2_E;
#else
                float dot = 0;
#pragma unroll
                for (int i = 0; i < EACH / 2; i++) {
                    dot += query[a][2 * i] * lower(keys[u][i]);
                    dot += query[a][2 * i + 1] * upper(keys[u][i]);
                }
                dot += __shfl_xor_sync(0xffffffffu, dot, 1);
                dot += __shfl_xor_sync(0xffffffffu, dot, 2);
                dot += __shfl_xor_sync(0xffffffffu, dot, 4);
                if (pattern != 0 && lane == 0 && at < to) {
                    pattern[(row + a) * visible + at] = leaves == SCORES ? dot * (1 / LOG2_E) : dot;
                }
#endif
                score[u] = at < to ? dot : MASKED;
                highest = fmaxf(highest, score[u]);
            }
            float old = exp2f(most[a] - highest);
            most[a] = highest;
            sum[a] *= old;
#pragma unroll
            for (int i = 0; i < EACH; i++) {
                mixed[a][i] *= old;
            }
#pragma unroll
            for (int u = 0; u < KEYS_AT_ONCE; u++) {
                float p = exp2f(score[u] - highest);
                sum[a] += p;
#pragma unroll
                for (int i = 0; i < EACH / 2; i++) {
                    mixed[a][2 * i] += p * lower(values[u][i]);
                    mixed[a][2 * i + 1] += p * upper(values[u][i]);
                }
            }
        }
    }
    __syncwarp();
#pragma unroll
    for (int a = 0; a < SHARED; a++) {
        float highest = fmaxf(most[a], __shfl_xor_sync(0xffffffffu, most[a], 8));
        highest = fmaxf(highest, __shfl_xor_sync(0xffffffffu, highest, 16));
        float part = exp2f(most[a] - highest);
        float total = sum[a] * part;
        total += __shfl_xor_sync(0xffffffffu, total, 8);
        total += __shfl_xor_sync(0xffffffffu, total, 16);
        if (threadIdx.x % 32 == 0) {
            warpMost[warp][a] = highest;
            warpSums[warp][a] = total;
        }
#pragma unroll
        for (int i = 0; i < EACH; i++) {
            float value = mixed[a][i] * part;
            value += __shfl_xor_sync(0xffffffffu, value, 8);
            value += __shfl_xor_sync(0xffffffffu, value, 16);
            if (threadIdx.x % 32 < LANES) {
                warpMixed[warp][a][valueOf(lane, i)] = value;
            }
        }
    }
    __syncthreads();
    for (int at = threadIdx.x; at < SHARED * D; at += THREADS) {
        int a = at / D;
        float highest = FAR;
        for (int w = 0; w < WARPS; w++) {
            highest = fmaxf(highest, warpMost[w][a]);
        }
        float total = 0;
        float value = 0;
        for (int w = 0; w < WARPS; w++) {
            float part = exp2f(warpMost[w][a] - highest);
            total += part * warpSums[w][a];
            value += part * warpMixed[w][a][at % D];
        }
        if (partial == 0) {
            putAt(out, (row + a) * D + at % D, outNarrow, value / total);
        } else {
            float* to = partial + ((row + a) * gridDim.x + blockIdx.x) * PARTIAL;
            to[2 + at % D] = value;
            if (at % D == 0) {
                to[0] = highest;
                to[1] = total;
            }
        }
    }
    if (partial == 0) {
        return;
    }
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) {
        unsigned* count = arrived + blockIdx.z * gridDim.y + blockIdx.y;
        isLast = atomicAdd(count, 1) == gridDim.x - 1;
        if (isLast) {
            *count = 0;
        }
    }
    __syncthreads();
    if (!isLast) {
        return;
    }
    __threadfence();
#pragma unroll 1
    for (int a = 0; a < SHARED; a++) {
        const float* parts = partial + (row + a) * gridDim.x * PARTIAL;
        float highest = FAR;
        for (int part = 0; part < gridDim.x; part++) {
            highest = fmaxf(highest, __ldcg(parts + part * PARTIAL));
        }
        float total = 0;
        for (int part = 0; part < gridDim.x; part++) {
            total += exp2f(__ldcg(parts + part * PARTIAL) - highest) * __ldcg(parts + part * PARTIAL + 1);
        }
        for (int i = threadIdx.x; i < D; i += THREADS) {
            float value = 0;
            for (int part = 0; part < gridDim.x; part++) {
                value += exp2f(__ldcg(parts + part * PARTIAL) - highest) * __ldcg(parts + part * PARTIAL + 2 + i);
            }
            putAt(out, (row + a) * D + i, outNarrow, value / total);
        }
        if (pattern != 0 && leaves == SHARES) {
            float* shares = pattern + (row + a) * visible;
            for (int key = threadIdx.x; key < visible; key += THREADS) {
                shares[key] = key < first ? 0 : exp2f(__ldcg(shares + key) - highest) / total;
            }
        }
    }
}
