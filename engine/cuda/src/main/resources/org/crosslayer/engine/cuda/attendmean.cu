// The mean over heads of a pattern that is never stored. Put behind attend.cu, for each size D of a head.
//
// Twin: scores, softmax and headMean of the reference.

// Begins to bring a warp's 16 rows of queries of one head; those behind the last become 0.
__device__ __forceinline__ void fetchQueries(
        u16* tile, const void* q, int narrow, int firstRow, int n, int width, int firstColumn) {
#pragma unroll
    for (int i = threadIdx.x % 32; i < 16 * (D / 8); i += 32) {
        int row = i / (D / 8);
        int column = i % (D / 8) * 8;
        bool there = firstRow + row < n;
        i64 from = (i64) min(firstRow + row, n - 1) * width + firstColumn + column;
        u16* to = tile + row * STRIDE + column;
        if (narrow) {
            fetch(to, (const u16*) q + from, there);
        } else {
            float4 low = *(const float4*) ((const float*) q + from);
            float4 high = *(const float4*) ((const float*) q + from + 4);
            uint4 eight = make_uint4(
                    packed(low.x, low.y), packed(low.z, low.w), packed(high.x, high.y), packed(high.z, high.w));
            *(uint4*) to = there ? eight : make_uint4(0, 0, 0, 0);
        }
    }
}

// A block for 64 rows and 64 keys: goes through the heads, whose levels `attend` has left, and keeps the sum of their
// shares. While it works on a head, the next one's queries and keys are on their way. gridDim is [keys / 64, rows / 64];
// of one sequence. mean is [n, firstRow + n].
extern "C" __global__ void __launch_bounds__(THREADS, 4) attendMean(
        const void* q, int qNarrow, const u16* k, int heads, int n, int shared, int firstRow, int window, float scale,
        const float2* levels, float* mean) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ __align__(16) u16 tiles[];
    int lane = threadIdx.x % 32;
    int tile = blockIdx.x;
    int firstOfBlock = (gridDim.y - 1 - blockIdx.y) * TILE;
    int last = firstRow + min(firstOfBlock + TILE, n) - 1;
    bool seen = tile >= max(0, firstRow + firstOfBlock - window + 1) / TILE && tile <= last / TILE;
    bool cut = tile >= (firstRow + firstOfBlock) / TILE || (window <= last && tile <= (last - window) / TILE);
    int warpRow = threadIdx.x / 32 * 16;
    int rows[2] = {firstOfBlock + warpRow + lane / 4, firstOfBlock + warpRow + lane / 4 + 8};
    int row[2] = {min(rows[0], n - 1), min(rows[1], n - 1)};
    int position[2] = {firstRow + row[0], firstRow + row[1]};
    int width = heads / shared * D;
    u16* own = tiles + 2 * TILE * STRIDE + warpRow * STRIDE; // behind two tiles of keys
    scale *= LOG2_E;

    float sums[TILE / 8][4];
#pragma unroll
    for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            sums[j][c] = 0;
        }
    }
    if (seen) {
        fetchTile(tiles, k, width, tile * TILE, last);
        fetchQueries(own, q, qNarrow, firstOfBlock + warpRow, n, heads * D, 0);
    }
    fetched();
    for (int head = 0; head < (seen ? heads : 0); head++) {
        int group = head / shared;
        awaitFetched<0>();
        __syncthreads();
        float2 level[2] = {levels[(i64) head * n + row[0]], levels[(i64) head * n + row[1]]};
        unsigned queries[D / 16][4];
#pragma unroll
        for (int i = 0; i < D / 16; i++) {
            loadMatrices(queries[i], own + lane % 16 * STRIDE + i * 16 + lane / 16 * 8);
        }
        __syncwarp();
        if (head + 1 < heads) {
            if ((head + 1) % shared == 0) {
                fetchTile(tiles + (group + 1) % 2 * TILE * STRIDE, k + (group + 1) * D, width, tile * TILE, last);
            }
            fetchQueries(own, q, qNarrow, firstOfBlock + warpRow, n, heads * D, (head + 1) * D);
        }
        fetched();
        float s[TILE / 8][4];
        tileScores(s, queries, tiles + group % 2 * TILE * STRIDE, cut, tile * TILE, position, window);
#pragma unroll
        for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                sums[j][c] += power(s[j][c] * scale - level[c / 2].x) * level[c / 2].y;
            }
        }
    }
    int allKeys = firstRow + n;
#pragma unroll
    for (int j = 0; j < TILE / 8; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            int key = tile * TILE + j * 8 + lane % 4 * 2;
            if (rows[r] < n && key < allKeys) {
                float* to = mean + (i64) rows[r] * allKeys + key;
                float low = sums[j][2 * r] / heads;
                float high = sums[j][2 * r + 1] / heads;
                if (allKeys % 2 == 0) {
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
}
