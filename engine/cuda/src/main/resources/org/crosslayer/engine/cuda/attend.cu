// Attention of many rows in one go, from keys and values held in BF16: no slab of scores is ever stored. Compiled for
// each size D of a head, which is defined.
//
// Twin of all: scores, softmax and mix of the reference.

#define TILE 64 // rows of queries, and keys, that a block holds at once
#define STRIDE (D + 8) // u16 from one row of a tile to the next, so that ldmatrix meets no bank twice
#define THREADS 128 // four warps, each of 16 rows

// Begins to copy a tile of keys or values; those behind the last become 0.
__device__ __forceinline__ void fetchTile(u16* tile, const u16* from, int width, int first, int last) {
    for (int i = threadIdx.x; i < TILE * (D / 8); i += THREADS) {
        int row = i / (D / 8);
        int column = i % (D / 8) * 8;
        bool there = first + row <= last;
        const u16* source = from + (i64) (there ? first + row : last) * width + column;
        fetch(tile + row * STRIDE + column, source, there);
    }
}

// Products of a warp's 16 rows and a tile of keys; where the tile is `cut`, hidden ones are minus infinity. A lane holds
// rows lane / 4 and 8 more, and of every eight keys two from 2 · (lane % 4) on.
__device__ __forceinline__ void tileScores(
        float (&s)[TILE / 8][4], const unsigned (&q)[D / 16][4], const u16* keys, bool cut, int firstKey,
        const int (&position)[2], int window) {
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
    if (cut) {
#pragma unroll
        for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                int key = firstKey + j * 8 + lane % 4 * 2 + c % 2;
                int at = position[c / 2];
                s[j][c] = key <= at && key > at - window ? s[j][c] : MASKED;
            }
        }
    }
}

// A block for 64 rows of a head. What is mixed follows a running maximum; where somebody looks at the pattern, the scores
// are computed a second time for it, so that looking changes nothing of what is mixed. gridDim is [h, rows / 64, batch];
// the last rows, which see most, come first. scale is above 0; pattern and levels may be null. levels is [batch, h, n]: of
// each row what its scores in powers of 2 are measured against, and one part of its sum.
extern "C" __global__ void __launch_bounds__(THREADS, 3) attend(
        const void* q, int qNarrow, const u16* k, const u16* v, int n, int capacity, int shared, int firstRow, int window,
        float scale, float* pattern, float2* levels, void* out, int outNarrow) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ __align__(16) u16 tiles[];
    int heads = gridDim.x;
    int head = blockIdx.x;
    int lane = threadIdx.x % 32;
    int firstOfBlock = (gridDim.y - 1 - blockIdx.y) * TILE;
    int width = heads / shared * D;
    k += (i64) blockIdx.z * capacity * width + head / shared * D;
    v += (i64) blockIdx.z * capacity * width + head / shared * D;
    i64 firstOfHead = (i64) blockIdx.z * n * heads * D + head * D;
    scale *= LOG2_E;
    for (int i = threadIdx.x; i < TILE * D / 2; i += THREADS) {
        int row = i / (D / 2);
        int column = i % (D / 2) * 2;
        i64 from = firstOfHead + (i64) (firstOfBlock + row) * heads * D + column;
        unsigned both = 0;
        if (firstOfBlock + row < n) {
            if (qNarrow) {
                both = *(const unsigned*) ((const u16*) q + from);
            } else {
                float2 pair = *(const float2*) ((const float*) q + from);
                both = packed(pair.x, pair.y);
            }
        }
        *(unsigned*) (tiles + row * STRIDE + column) = both;
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
    int firstCut = (firstRow + firstOfBlock) / TILE; // tiles from here on lie behind some row
    int lastWindowed = window > last ? -1 : (last - window) / TILE; // tiles up to here lie before some row's window
    u16* values = tiles + 2 * TILE * STRIDE; // behind two tiles of keys

    float highest[2] = {FAR, FAR};
    float sums[2] = {0, 0};
    float s[TILE / 8][4];
    float mixed[D / 8][4];
#pragma unroll
    for (int j = 0; j < D / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            mixed[j][c] = 0;
        }
    }
    fetchTile(tiles, k, width, firstTile * TILE, last);
    fetchTile(values, v, width, firstTile * TILE, last);
    fetched();
    for (int tile = firstTile; tile <= lastTile; tile++) {
        int side = (tile - firstTile) % 2;
        if (tile < lastTile) {
            fetchTile(tiles + (1 - side) * TILE * STRIDE, k, width, (tile + 1) * TILE, last);
            fetchTile(values + (1 - side) * TILE * STRIDE, v, width, (tile + 1) * TILE, last);
        }
        fetched();
        awaitFetched<1>();
        __syncthreads();
        tileScores(s, queries, tiles + side * TILE * STRIDE, tile >= firstCut || tile <= lastWindowed, tile * TILE, position, window);
        float old[2];
#pragma unroll
        for (int r = 0; r < 2; r++) {
            float most = s[0][2 * r];
#pragma unroll
            for (int j = 0; j < TILE / 8; j++) {
                most = fmaxf(most, fmaxf(s[j][2 * r], s[j][2 * r + 1]));
            }
            most = fmaxf(highest[r], quadMax(most) * scale);
            old[r] = power(highest[r] - most);
            highest[r] = most;
            float sum = 0;
#pragma unroll
            for (int j = 0; j < TILE / 8; j++) {
                s[j][2 * r] = power(s[j][2 * r] * scale - most);
                s[j][2 * r + 1] = power(s[j][2 * r + 1] * scale - most);
                sum += s[j][2 * r] + s[j][2 * r + 1];
            }
            sums[r] = sums[r] * old[r] + sum;
        }
#pragma unroll
        for (int j = 0; j < D / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                mixed[j][c] *= old[c / 2];
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
                loadTurned(b, values + side * TILE * STRIDE + (j * 16 + lane % 16) * STRIDE + i * 16 + lane / 16 * 8);
                multiply(mixed[2 * i], a, b[0], b[1]);
                multiply(mixed[2 * i + 1], a, b[2], b[3]);
            }
        }
        __syncthreads();
    }
    float share[2] = {1 / quadSum(sums[0]), 1 / quadSum(sums[1])};
#pragma unroll
    for (int j = 0; j < D / 8; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            if (rows[r] < n) {
                i64 to = firstOfHead + (i64) rows[r] * heads * D + j * 8 + lane % 4 * 2;
                float low = mixed[j][2 * r] * share[r];
                float high = mixed[j][2 * r + 1] * share[r];
                if (outNarrow) {
                    *(unsigned*) ((u16*) out + to) = packed(low, high);
                } else {
                    *(float2*) ((float*) out + to) = make_float2(low, high);
                }
            }
        }
    }
    if (levels != 0 && lane % 4 == 0) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            if (rows[r] < n) {
                levels[((i64) blockIdx.z * heads + head) * n + rows[r]] = make_float2(highest[r], share[r]);
            }
        }
    }
    if (pattern == 0) {
        return;
    }

    int allKeys = firstRow + n;
    bool even = allKeys % 2 == 0;
    float* slab = pattern + ((i64) blockIdx.z * heads + head) * n * allKeys;
    fetchTile(tiles, k, width, firstTile * TILE, last);
    fetched();
    for (int tile = firstTile; tile <= lastTile; tile++) {
        int side = (tile - firstTile) % 2;
        if (tile < lastTile) {
            fetchTile(tiles + (1 - side) * TILE * STRIDE, k, width, (tile + 1) * TILE, last);
        }
        fetched();
        awaitFetched<1>();
        __syncthreads();
        tileScores(s, queries, tiles + side * TILE * STRIDE, tile >= firstCut || tile <= lastWindowed, tile * TILE, position, window);
#pragma unroll
        for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
            for (int r = 0; r < 2; r++) {
                int key = tile * TILE + j * 8 + lane % 4 * 2;
                float* to = slab + (i64) rows[r] * allKeys + key;
                float low = power(s[j][2 * r] * scale - highest[r]) * share[r];
                float high = power(s[j][2 * r + 1] * scale - highest[r]) * share[r];
                if (rows[r] < n && key < allKeys) {
                    if (even) {
                        *(float2*) to = make_float2(low, high);
                    } else {
                        to[0] = low;
                        if (key + 1 < allKeys) {
                            to[1] = high;
                        }
                    }
                }
            }
        }
        __syncthreads();
    }
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
