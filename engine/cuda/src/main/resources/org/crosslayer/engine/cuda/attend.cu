// Attention of single heads in one go, from keys and values held in BF16: no slab of scores is ever stored. Compiled for
// each size D of a head, which is defined.
//
// Twin of all: scores, softmax and mix of the reference.

#define TILE 64 // rows of queries, and keys, that a block holds at once
#define STRIDE (D + 8) // u16 from one row of a tile to the next, so that ldmatrix meets no bank twice
#define THREADS 128 // four warps, each of 16 rows

__device__ __forceinline__ unsigned packed(float low, float high) {
    unsigned both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
}

__device__ __forceinline__ unsigned sharedAddress(const void* at) {
    return (unsigned) __cvta_generic_to_shared(at);
}

__device__ __forceinline__ void loadMatrices(unsigned (&out)[4], const u16* at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(sharedAddress(at)));
}

__device__ __forceinline__ void loadTurned(unsigned (&out)[4], const u16* at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(sharedAddress(at)));
}

// c [16, 8] += a [16, 16] · b [16, 8].
__device__ __forceinline__ void multiply(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Begins to copy a tile of keys or values; those behind the last become 0.
__device__ __forceinline__ void fetch(u16* tile, const u16* from, int width, int first, int last) {
    for (int i = threadIdx.x; i < TILE * (D / 8); i += THREADS) {
        int row = i / (D / 8);
        int column = i % (D / 8) * 8;
        bool there = first + row <= last;
        const u16* source = from + (i64) (there ? first + row : last) * width + column;
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(sharedAddress(tile + row * STRIDE + column)),
                     "l"(source), "r"(there ? 16 : 0));
    }
}

__device__ __forceinline__ void fetched() {
    asm volatile("cp.async.commit_group;");
}

template <int PENDING>
__device__ __forceinline__ void awaitFetched() {
    asm volatile("cp.async.wait_group %0;" ::"n"(PENDING));
}

// The greatest, or the sum, of the four lanes that hold a row.
__device__ __forceinline__ float quadMax(float x) {
    x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 1));
    return fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 2));
}

__device__ __forceinline__ float quadSum(float x) {
    x += __shfl_xor_sync(0xffffffffu, x, 1);
    return x + __shfl_xor_sync(0xffffffffu, x, 2);
}

// Scores of a warp's 16 rows and a tile of keys, times log2(e); hidden ones are minus infinity. A lane holds rows
// lane / 4 and 8 more, and of every eight keys two from 2 · (lane % 4) on.
__device__ __forceinline__ void tileScores(
        float (&s)[TILE / 8][4], const unsigned (&q)[D / 16][4], const u16* keys, int firstKey, const int (&position)[2],
        int window, float scale) {
    int lane = threadIdx.x % 32;
#pragma unroll
    for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            s[j][c] = 0;
        }
    }
#pragma unroll
    for (int k = 0; k < D / 16; k++) {
#pragma unroll
        for (int j = 0; j < TILE / 16; j++) {
            unsigned b[4];
            loadMatrices(b, keys + (j * 16 + lane / 16 * 8 + lane % 8) * STRIDE + k * 16 + lane / 8 % 2 * 8);
            multiply(s[2 * j], q[k], b[0], b[1]);
            multiply(s[2 * j + 1], q[k], b[2], b[3]);
        }
    }
#pragma unroll
    for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            int key = firstKey + j * 8 + lane % 4 * 2 + c % 2;
            int at = position[c / 2];
            s[j][c] = key <= at && key > at - window ? s[j][c] * scale : MASKED;
        }
    }
}

// A block for 64 rows of a head: first the greatest and the sum of every row, then the shares and what they mix, so that
// shares are those of the whole row, whether somebody looks at them or not. gridDim is [rows / 64, h, batch]; the last
// rows, which see most, come first. pattern may be null.
extern "C" __global__ void __launch_bounds__(THREADS) attend(
        const float* q, const u16* k, const u16* v, int n, int capacity, int shared, int firstRow, int window,
        float scale, float* pattern, float* out) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ __align__(16) u16 tiles[];
    int heads = gridDim.y;
    int head = blockIdx.y;
    int lane = threadIdx.x % 32;
    int firstOfBlock = (gridDim.x - 1 - blockIdx.x) * TILE;
    int width = heads / shared * D;
    k += (i64) blockIdx.z * capacity * width + head / shared * D;
    v += (i64) blockIdx.z * capacity * width + head / shared * D;
    q += (i64) blockIdx.z * n * heads * D + head * D;
    out += (i64) blockIdx.z * n * heads * D + head * D;
    scale *= LOG2_E;
    for (int i = threadIdx.x; i < TILE * D / 2; i += THREADS) {
        int row = i / (D / 2);
        int column = i % (D / 2) * 2;
        bool there = firstOfBlock + row < n;
        float2 pair = there ? *(const float2*) (q + (i64) (firstOfBlock + row) * heads * D + column) : make_float2(0, 0);
        *(unsigned*) (tiles + row * STRIDE + column) = packed(pair.x, pair.y);
    }
    __syncthreads();
    int warpRow = threadIdx.x / 32 * 16;
    unsigned queries[D / 16][4];
#pragma unroll
    for (int i = 0; i < D / 16; i++) {
        loadMatrices(queries[i], tiles + (warpRow + lane % 16) * STRIDE + i * 16 + lane / 16 * 8);
    }
    __syncthreads();

    int rows[2] = {firstOfBlock + warpRow + lane / 4, firstOfBlock + warpRow + lane / 4 + 8};
    int position[2] = {firstRow + min(rows[0], n - 1), firstRow + min(rows[1], n - 1)};
    int last = firstRow + min(firstOfBlock + TILE, n) - 1;
    int firstTile = max(0, firstRow + firstOfBlock - window + 1) / TILE;
    int lastTile = last / TILE;
    u16* keys[2] = {tiles, tiles + TILE * STRIDE};
    u16* values[2] = {tiles + 2 * TILE * STRIDE, tiles + 3 * TILE * STRIDE};

    float highest[2] = {FAR, FAR};
    float sums[2] = {0, 0};
    float s[TILE / 8][4];
    fetch(keys[0], k, width, firstTile * TILE, last);
    fetched();
    for (int tile = firstTile; tile <= lastTile; tile++) {
        int side = (tile - firstTile) % 2;
        if (tile < lastTile) {
            fetch(keys[1 - side], k, width, (tile + 1) * TILE, last);
        }
        fetched();
        awaitFetched<1>();
        __syncthreads();
        tileScores(s, queries, keys[side], tile * TILE, position, window, scale);
#pragma unroll
        for (int r = 0; r < 2; r++) {
            float most = highest[r];
#pragma unroll
            for (int j = 0; j < TILE / 8; j++) {
                most = fmaxf(most, fmaxf(s[j][2 * r], s[j][2 * r + 1]));
            }
            most = quadMax(most);
            float sum = sums[r] * exp2f(highest[r] - most);
#pragma unroll
            for (int j = 0; j < TILE / 8; j++) {
                sum += exp2f(s[j][2 * r] - most) + exp2f(s[j][2 * r + 1] - most);
            }
            highest[r] = most;
            sums[r] = sum;
        }
        __syncthreads();
    }
    float share[2] = {1 / quadSum(sums[0]), 1 / quadSum(sums[1])};

    float mixed[D / 8][4];
#pragma unroll
    for (int j = 0; j < D / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            mixed[j][c] = 0;
        }
    }
    int allKeys = firstRow + n;
    float* slab = pattern == 0 ? 0 : pattern + ((i64) blockIdx.z * heads + head) * n * allKeys;
    fetch(keys[0], k, width, firstTile * TILE, last);
    fetch(values[0], v, width, firstTile * TILE, last);
    fetched();
    for (int tile = firstTile; tile <= lastTile; tile++) {
        int side = (tile - firstTile) % 2;
        if (tile < lastTile) {
            fetch(keys[1 - side], k, width, (tile + 1) * TILE, last);
            fetch(values[1 - side], v, width, (tile + 1) * TILE, last);
        }
        fetched();
        awaitFetched<1>();
        __syncthreads();
        tileScores(s, queries, keys[side], tile * TILE, position, window, scale);
#pragma unroll
        for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                s[j][c] = exp2f(s[j][c] - highest[c / 2]) * share[c / 2];
            }
        }
        if (slab != 0) {
#pragma unroll
            for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    int key = tile * TILE + j * 8 + lane % 4 * 2 + c % 2;
                    if (rows[c / 2] < n && key < allKeys) {
                        slab[(i64) rows[c / 2] * allKeys + key] = s[j][c];
                    }
                }
            }
        }
#pragma unroll
        for (int j = 0; j < TILE / 16; j++) {
            unsigned a[4] = {
                    packed(s[2 * j][0], s[2 * j][1]), packed(s[2 * j][2], s[2 * j][3]),
                    packed(s[2 * j + 1][0], s[2 * j + 1][1]), packed(s[2 * j + 1][2], s[2 * j + 1][3])};
#pragma unroll
            for (int i = 0; i < D / 16; i++) {
                unsigned b[4];
                loadTurned(b, values[side] + (j * 16 + lane % 16) * STRIDE + i * 16 + lane / 16 * 8);
                multiply(mixed[2 * i], a, b[0], b[1]);
                multiply(mixed[2 * i + 1], a, b[2], b[3]);
            }
        }
        __syncthreads();
    }
#pragma unroll
    for (int j = 0; j < D / 8; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            if (rows[r] < n) {
                *(float2*) (out + (i64) rows[r] * heads * D + j * 8 + lane % 4 * 2) =
                        make_float2(mixed[j][2 * r], mixed[j][2 * r + 1]);
            }
        }
    }
    if (slab != 0) {
        // What lies before and behind the tiles is hidden from all rows of the block.
        int before = firstTile * TILE;
        int behind = min((lastTile + 1) * TILE, allKeys);
        for (int row = firstOfBlock + threadIdx.x / 32; row < min(firstOfBlock + TILE, n); row += THREADS / 32) {
            for (int key = lane; key < before; key += 32) {
                slab[(i64) row * allKeys + key] = 0;
            }
            for (int key = behind + lane; key < allKeys; key += 32) {
                slab[(i64) row * allKeys + key] = 0;
            }
        }
    }
}
