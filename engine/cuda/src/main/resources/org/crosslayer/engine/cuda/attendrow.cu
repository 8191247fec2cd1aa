// Attention of one row of every sequence, from keys and values held in BF16, by tensor cores; put behind tensor.cuh and
// compiled for each size D of a head and number SHARED of query heads that a block serves, up to 8, both defined; with
// CLUSTERED, the blocks of a row are a cluster and put its parts together in their own memory. With TURNED, an even number
// of pairs of a head that turn, the row's query and key have not turned yet, and its key and value are not in the cache;
// pairs are neighbours with NEIGHBOURS, and otherwise lie in halves; NARROW is 1 where q, key and value are BF16, or else 0.
//
// Twin: scores, softmax and mix of the reference, and turnAndKeep before them.

#define THREADS 128 // of a block
#define WARPS (THREADS / 32)
#define KEYS 16 // that a warp takes at once
#ifndef STAGES
#define STAGES 3 // so many of them are on their way to it or at work
#endif
#define EARLY (STAGES - 1) // so many are asked for before it waits for the kernel before: more hold up what that one needs
#define STRIDE (D + 8) // u16 from one key to the next, so that ldmatrix meets no bank twice
#define PART (KEYS * STRIDE) // u16 of keys, or of values, of one stage
#ifdef SCORED
#define STAGE PART
#else
#define STAGE (2 * PART) // values, then keys
#endif
#define STAGE_BYTES (STAGE * (int) sizeof(u16))
#define PARTIAL (D + 2) // greatest, sum, and what is mixed

// Twin: AttendKernels.Leaves. What becomes of the scores.
#define SHARES 0
#define SCORES 1

#ifdef TURNED
// Two neighbours, from an even place on.
__device__ __forceinline__ float2 pairAt(const void* x, i64 at) {
#if NARROW
    unsigned both = *(const unsigned*) ((const u16*) x + at);
    return make_float2(__uint_as_float(both << 16), __uint_as_float(both & 0xffff0000));
#else
    return *(const float2*) ((const float*) x + at);
#endif
}

// Two neighbours of a row that lies at `from`, from an even column on, as they are once it has turned.
__device__ __forceinline__ unsigned turnedPair(const void* x, i64 from, int column, const float* cos, const float* sin) {
    float2 own = pairAt(x, from + column);
    if (column >= 2 * TURNED) {
        return packed(own.x, own.y);
    }
#ifdef NEIGHBOURS
    float c = cos[column / 2];
    float s = sin[column / 2];
    return packed(own.x * c - own.y * s, own.y * c + own.x * s);
#else
    bool second = column >= TURNED;
    int pair = second ? column - TURNED : column;
    float2 other = pairAt(x, from + (second ? pair : pair + TURNED));
    float2 c = *(const float2*) (cos + pair);
    float2 s = *(const float2*) (sin + pair);
    return second ? packed(own.x * c.x + other.x * s.x, own.y * c.y + other.y * s.y)
                  : packed(own.x * c.x - other.x * s.x, own.y * c.y - other.y * s.y);
#endif
}
#endif

// Begins to copy a warp's keys or values; behind the last they are 0.
__device__ __forceinline__ void fetchKeys(
        unsigned to, const u16* from, int width, int first, int last, unsigned long long policy) {
    for (int i = threadIdx.x % 32; i < KEYS * (D / 8); i += 32) {
        int key = i / (D / 8);
        int column = i % (D / 8) * 8;
        bool there = first + key <= last;
        asm volatile("cp.async.cg.shared.global.L2::cache_hint [%0], [%1], 16, %2, %3;" ::"r"(
                             to + (key * STRIDE + column) * (int) sizeof(u16)),
                     "l"(from + (i64) (there ? first + key : first) * width + column), "r"(there ? 16 : 0), "l"(policy));
    }
}

#ifdef SCORED
// Scores of the keys of a lane in a chunk, from place on; 0 where there are none.
__device__ __forceinline__ void scoresAt(float (&to)[2][2], const float* slab, int place, int end) {
#pragma unroll
    for (int j = 0; j < 2; j++) {
#pragma unroll
        for (int c = 0; c < 2; c++) {
            int key = place + j * 8 + c;
            to[j][c] = slab != 0 && key < end ? slab[key] : 0;
        }
    }
}
#endif

// Begins to copy a chunk to its stage.
__device__ __forceinline__ void fetchChunk(
        unsigned stage, const u16* k, const u16* v, int width, int first, int last, unsigned long long policy) {
    fetchKeys(stage, v, width, first, last, policy);
#ifndef SCORED
    fetchKeys(stage + PART * (int) sizeof(u16), k, width, first, last, policy);
#endif
}

#ifdef CLUSTERED
#define MOST_PARTS 8
// Of THREADS values; block i of a cluster finishes groups i, i + parts, ….
#define GROUPS ((SHARED * D + THREADS - 1) / THREADS)
#define SENT (GROUPS + MOST_PARTS - 1) // that a block is sent at most

// Puts a value into the memory of another block of the cluster, at the same place there.
__device__ __forceinline__ void putInto(int part, const float* at, float value) {
    unsigned there;
    asm volatile("mapa.shared::cluster.u32 %0, %1, %2;" : "=r"(there) : "r"(sharedAddress(at)), "r"(part));
    asm volatile("st.shared::cluster.f32 [%0], %1;" ::"r"(there), "f"(value) : "memory");
}

// The greatest of all scores of a head, and the sum, from what the blocks of the cluster have sent.
__device__ __forceinline__ float2 endOf(const float2 (&ends)[MOST_PARTS][SHARED], int a) {
    float2 end = make_float2(FAR, 0);
    for (int part = 0; part < gridDim.x; part++) {
        end.x = fmaxf(end.x, ends[part][a].x);
    }
    for (int part = 0; part < gridDim.x; part++) {
        end.y += power(ends[part][a].x - end.x) * ends[part][a].y;
    }
    return end;
}
#endif

// One row of every sequence: a block for SHARED heads that read the same keys, and one of gridDim.x parts of these; each
// warp takes sixteen keys at once, on its own. gridDim is [parts, h / SHARED, batch]; partial is [batch, h, parts,
// PARTIAL]. With one part and nobody who looks, out is written at once; otherwise the block that comes last puts the parts
// together, and makes shares of the scores in pattern unless these are what is to be left there. arrived counts, from 0
// and back to it. Rows of pattern are stride apart. With SCORED defined, pattern holds the scores already, and neither q
// nor k is read. Where they are settled, nobody writes keys and values before firstRow, and they are asked for while the
// kernel before still runs. With CLUSTERED, partial and arrived are not used. scale is above 0. With TURNED, a row of
// newKeys [batch, h / shared, D] and of newValues goes to firstRow of its sequence in k and v; cos and sin are of this
// position.
extern "C" __global__ void __launch_bounds__(THREADS) attendRow(
        const void* q, int qNarrow, u16* k, u16* v, int capacity, int shared, int firstRow, int window, int settled,
        float scale, int leaves, float* pattern, int stride, float* partial, unsigned* arrived, void* out, int outNarrow
#ifdef TURNED
        , const void* newKeys, const void* newValues, const float* cos, const float* sin
#endif
) {
    extern __shared__ __align__(16) u16 stages[];
    letNextBegin();
    unsigned long long policy = once();
    int heads = gridDim.y * SHARED;
    int head = blockIdx.y * SHARED;
    int lane = threadIdx.x % 32;
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
    int own = lane / 4; // of the rows of a product, that of this lane; behind the last they are 0
    float* slab = pattern == 0 || own >= SHARED ? 0 : pattern + (row + own) * stride;
    u16* stage = stages + warp * STAGES * STAGE;
    unsigned into = wholeAddress(stage);
    int chunks = from < to ? ((to - from + KEYS - 1) / KEYS - warp + WARPS - 1) / WARPS : 0;
    int early = settled ? firstRow : to; // keys before this one are asked for at once
#ifdef TURNED
    int stored = min(to, firstRow); // keys before this one are in the cache
    bool endsHere = from < to && to == visible;
#else
    int stored = to;
#endif
#ifdef CLUSTERED
    __shared__ float2 ends[MOST_PARTS][SHARED];
    __shared__ float sent[SENT * THREADS]; // [parts][groups for each block][THREADS]
    asm volatile("barrier.cluster.arrive.relaxed.aligned;"); // all are there before anybody sends
#endif
    if (!settled) {
        awaitPrevious();
    }
#pragma unroll
    for (int chunk = 0; chunk < EARLY; chunk++) {
        int key = from + (chunk * WARPS + warp) * KEYS;
        if (chunk < chunks && min(key + KEYS, stored) <= early) {
            fetchChunk(into + chunk * STAGE_BYTES, k, v, width, key, stored - 1, policy);
        }
        fetched();
    }
    if (settled) {
        awaitPrevious();
#ifndef TURNED
#pragma unroll
        for (int chunk = 0; chunk < EARLY; chunk++) {
            int key = from + (chunk * WARPS + warp) * KEYS;
            if (chunk < chunks && min(key + KEYS, to) > early) {
                fetchChunk(into + chunk * STAGE_BYTES, k, v, width, key, to - 1, policy);
                fetched();
                awaitFetched<0>();
            }
        }
#endif
    }
#ifdef TURNED
    // Eight of the row's key, turned, or of its value.
    bool ofValue = lane >= D / 8;
    int place = lane % (D / 8) * 8;
    i64 newRowAt = ((i64) blockIdx.z * (heads / shared) + head / shared) * D;
    const void* newRow = ofValue ? newValues : newKeys;
    unsigned eight[4];
#pragma unroll
    for (int j = 0; j < 4; j++) {
        float2 pair = pairAt(newRow, newRowAt + place + 2 * j);
        unsigned asItIs = packed(pair.x, pair.y);
        unsigned turned = turnedPair(newRow, newRowAt, place + 2 * j, cos, sin);
        eight[j] = ofValue ? asItIs : turned;
    }
    uint4 newest = make_uint4(eight[0], eight[1], eight[2], eight[3]);
#endif
#ifdef SCORED
    scale = LOG2_E;
#else
    scale *= LOG2_E;
    unsigned query[D / 16][2];
#pragma unroll
    for (int i = 0; i < D / 16; i++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int column = i * 16 + half * 8 + lane % 4 * 2;
#ifdef TURNED
            unsigned turned = turnedPair(q, (row + min(own, SHARED - 1)) * D, column, cos, sin);
            query[i][half] = own < SHARED ? turned : 0;
#else
            i64 at = (row + own) * D + column;
            query[i][half] = own < SHARED ? packed(valueAt(q, at, qNarrow), valueAt(q, at + 1, qNarrow)) : 0;
#endif
        }
    }
#endif
    float mixed[D / 8][4]; // of which the second half of each stays 0
#pragma unroll
    for (int i = 0; i < D / 8; i++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            mixed[i][c] = 0;
        }
    }
    float most = FAR;
    float sum = 0;
#ifdef SCORED
    float ahead[2][2]; // the scores of the next chunk, asked for while one is at work
    int scored = from + warp * KEYS + lane % 4 * 2;
    scoresAt(ahead, slab, scored, to);
#endif
#ifdef TURNED
    if (endsHere && head % shared == 0 && warp == 0 && lane < D / 4) {
        *(uint4*) ((ofValue ? v : k) + (i64) firstRow * width + place) = newest;
    }
#endif
#pragma unroll
    for (int chunk = EARLY; chunk < STAGES; chunk++) {
        if (chunk < chunks) {
            int key = from + (chunk * WARPS + warp) * KEYS;
            fetchChunk(into + chunk * STAGE_BYTES, k, v, width, key, stored - 1, policy);
        }
        fetched();
    }
    unsigned free = into; // the stage that the next chunk goes to
    for (int chunk = 0; chunk < chunks; chunk++) {
        awaitFetched<STAGES - 1>();
        __syncwarp();
        u16* values = stage + chunk % STAGES * STAGE;
        int firstKey = from + (chunk * WARPS + warp) * KEYS;
#ifdef TURNED
        if (endsHere && firstKey + KEYS > firstRow) {
            if (lane < D / 4) {
                *(uint4*) (values + (ofValue ? 0 : PART) + (firstRow - firstKey) * STRIDE + place) = newest;
            }
            __syncwarp();
        }
#endif
        float s[2][4] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
#ifdef SCORED
        s[0][0] = ahead[0][0], s[0][1] = ahead[0][1], s[1][0] = ahead[1][0], s[1][1] = ahead[1][1];
        scored += WARPS * KEYS;
        scoresAt(ahead, slab, scored, to);
#else
#pragma unroll
        for (int i = 0; i < D / 16; i++) {
            unsigned a[4] = {query[i][0], 0, query[i][1], 0};
            unsigned b[4];
            loadMatrices(b, values + PART + (lane / 16 * 8 + lane % 8) * STRIDE + i * 16 + lane / 8 % 2 * 8);
            multiply(s[0], a, b[0], b[1]);
            multiply(s[1], a, b[2], b[3]);
        }
#endif
        float highest = most;
#pragma unroll
        for (int j = 0; j < 2; j++) {
#pragma unroll
            for (int c = 0; c < 2; c++) {
                int key = firstKey + j * 8 + lane % 4 * 2 + c;
                bool there = key < to;
#ifndef SCORED
                if (slab != 0 && there) {
                    slab[key] = s[j][c] * (leaves == SCORES ? scale * (1 / LOG2_E) : scale);
                }
#endif
                s[j][c] = there ? s[j][c] * scale : MASKED;
                highest = fmaxf(highest, s[j][c]);
            }
        }
        highest = quadMax(highest);
        float old = power(most - highest);
        most = highest;
        sum *= old;
#pragma unroll
        for (int j = 0; j < 2; j++) {
#pragma unroll
            for (int c = 0; c < 2; c++) {
                s[j][c] = power(s[j][c] - highest);
                sum += s[j][c];
            }
        }
        unsigned a[4] = {packed(s[0][0], s[0][1]), 0, packed(s[1][0], s[1][1]), 0};
#pragma unroll
        for (int i = 0; i < D / 16; i++) {
            mixed[2 * i][0] *= old;
            mixed[2 * i][1] *= old;
            mixed[2 * i + 1][0] *= old;
            mixed[2 * i + 1][1] *= old;
            unsigned b[4];
            loadTurned(b, values + lane % 16 * STRIDE + i * 16 + lane / 16 * 8);
            multiply(mixed[2 * i], a, b[0], b[1]);
            multiply(mixed[2 * i + 1], a, b[2], b[3]);
        }
        __syncwarp();
        int next = chunk + STAGES;
        if (next < chunks) {
            fetchChunk(free, k, v, width, from + (next * WARPS + warp) * KEYS, stored - 1, policy);
        }
        fetched();
        free = next % STAGES == STAGES - 1 ? into : free + STAGE_BYTES;
    }
    sum = quadSum(sum);
    awaitFetched<0>();
    __syncthreads();
    float* warpMost = (float*) stages; // [WARPS][SHARED]
    float* warpSums = warpMost + WARPS * SHARED; // likewise
    float* warpMixed = warpSums + WARPS * SHARED; // [WARPS][SHARED][D]
    if (own < SHARED) {
        int at = warp * SHARED + own;
        if (lane % 4 == 0) {
            warpMost[at] = most;
            warpSums[at] = sum;
        }
#pragma unroll
        for (int i = 0; i < D / 8; i++) {
            warpMixed[at * D + i * 8 + lane % 4 * 2] = mixed[i][0];
            warpMixed[at * D + i * 8 + lane % 4 * 2 + 1] = mixed[i][1];
        }
    }
    __syncthreads();
#ifdef CLUSTERED
    int groups = (GROUPS + gridDim.x - 1) / gridDim.x; // for each block
    asm volatile("barrier.cluster.wait.aligned;" ::: "memory");
#endif
    for (int at = threadIdx.x; at < SHARED * D; at += THREADS) {
        int a = at / D;
        float highest = FAR;
        for (int w = 0; w < WARPS; w++) {
            highest = fmaxf(highest, warpMost[w * SHARED + a]);
        }
        float total = 0;
        float value = 0;
        for (int w = 0; w < WARPS; w++) {
            float part = power(warpMost[w * SHARED + a] - highest);
            total += part * warpSums[w * SHARED + a];
            value += part * warpMixed[w * SHARED * D + at];
        }
#ifdef CLUSTERED
        int by = at / THREADS % gridDim.x; // the block that finishes it
        putInto(by, sent + (blockIdx.x * groups + at / THREADS / gridDim.x) * THREADS + threadIdx.x, value);
        if (at % D == 0) {
            for (int part = 0; part < gridDim.x; part++) {
                putInto(part, &ends[blockIdx.x][a].x, highest);
                putInto(part, &ends[blockIdx.x][a].y, total);
            }
        }
    }
    asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory");
    for (int i = 0; i < groups; i++) {
        int at = (i * gridDim.x + blockIdx.x) * THREADS + threadIdx.x;
        if (at >= SHARED * D) {
            break;
        }
        float2 end = endOf(ends, at / D);
        float value = 0;
        for (int part = 0; part < gridDim.x; part++) {
            value += power(ends[part][at / D].x - end.x) * sent[(part * groups + i) * THREADS + threadIdx.x];
        }
        putAt(out, row * D + at, outNarrow, value / end.y);
    }
    for (int a = 0; a < SHARED && pattern != 0 && leaves == SHARES; a++) {
        float2 end = endOf(ends, a);
        float* shares = pattern + (row + a) * stride;
        for (int key = from + threadIdx.x; key < to; key += THREADS) {
            shares[key] = power(shares[key] - end.x) / end.y;
        }
        for (int key = blockIdx.x * THREADS + threadIdx.x; key < first; key += gridDim.x * THREADS) {
            shares[key] = 0;
        }
    }
}
#else
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
    __shared__ bool isLast;
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
    float* ends = (float*) stages; // [SHARED][2]: the greatest of all scores, and the sum
    float* counts = ends + 2 * SHARED; // [SHARED][parts]: how much of a part counts
    for (int a = warp; a < SHARED; a += WARPS) {
        const float* parts = partial + (row + a) * gridDim.x * PARTIAL;
        float highest = FAR;
        for (int part = lane; part < gridDim.x; part += 32) {
            highest = fmaxf(highest, __ldcg(parts + part * PARTIAL));
        }
        highest = warpMax(highest);
        float total = 0;
        for (int part = lane; part < gridDim.x; part += 32) {
            float count = power(__ldcg(parts + part * PARTIAL) - highest);
            counts[a * gridDim.x + part] = count;
            total += count * __ldcg(parts + part * PARTIAL + 1);
        }
        total = warpSum(total);
        if (lane == 0) {
            ends[2 * a] = highest;
            ends[2 * a + 1] = total;
        }
    }
    __syncthreads();
    for (int at = threadIdx.x; at < SHARED * D; at += THREADS) {
        int a = at / D;
        const float* parts = partial + (row + a) * gridDim.x * PARTIAL + 2 + at % D;
        float value = 0;
#pragma unroll 4
        for (int part = 0; part < gridDim.x; part++) {
            value += counts[a * gridDim.x + part] * __ldcg(parts + part * PARTIAL);
        }
        putAt(out, row * D + at, outNarrow, value / ends[2 * a + 1]);
    }
    if (pattern != 0 && leaves == SHARES) {
        for (int at = threadIdx.x; at < SHARED * visible; at += THREADS) {
            int a = at / visible;
            float* share = pattern + (row + a) * stride + at % visible;
            *share = at % visible < first ? 0 : power(__ldcg(share) - ends[2 * a]) / ends[2 * a + 1];
        }
    }
}
#endif
