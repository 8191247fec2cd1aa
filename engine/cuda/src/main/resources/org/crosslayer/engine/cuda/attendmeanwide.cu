// The mean over heads of a pattern that is never stored, on Hopper: what attendmean.cu does. Put behind attendwide.cu.
//
// Twin: scores, softmax and headMean of the reference.

#define AHEAD 3 // heads whose queries, and keys, are on their way or at work

struct __align__(16) Coming {
    Barrier queries[AHEAD], queriesDone[AHEAD], keys[AHEAD], keysDone[AHEAD];
};

// Tiles of keys that some of a block's rows see: all tiles are counted block after block.
struct Seen {
    int firstRow, n, window;

    __device__ __forceinline__ int first(int block) const {
        return max(0, firstRow + block * GROUPS * ROWS - window + 1) / KEYS;
    }

    __device__ __forceinline__ int behind(int block) const {
        return (firstRow + min((block + 1) * GROUPS * ROWS, n) - 1) / KEYS + 1;
    }
};

// One head of one tile.
struct Turn {
    int block, tile, head;

    __device__ __forceinline__ void next(const Seen& seen, int heads) {
        if (++head == heads) {
            head = 0;
            if (++tile == seen.behind(block)) {
                tile = seen.first(++block);
            }
        }
    }
};

__device__ __forceinline__ void groupMeets(int group) {
    asm volatile("bar.sync %0, %1;" ::"r"(group + 1), "n"(GROUP_THREADS) : "memory");
}

// All heads of all tiles of 128 rows and 128 keys are shared out evenly: a block goes through its part, tile after tile and
// head after head, and keeps the sum of their shares, whose levels `attendWide` has left. A part is no shorter than a
// tile, so that a tile is of two blocks at most: the one whose part begins within it leaves what it has in `sums` and says
// so in `arrived`, which is 0 between kernels; the one whose part ends within it adds that. gridDim is as many as run at
// once; of one sequence. mean is [n, firstRow + n].
extern "C" __global__ void __launch_bounds__(THREADS, 1) attendMeanWide(
        const __grid_constant__ TileMap q, const __grid_constant__ TileMap k, int heads, int n, int shared, int firstRow,
        int window, float scale, const float2* levels, float4* sums, int* arrived, float* mean) {
    letNextBegin();
    extern __shared__ u8 room[];
    __shared__ Coming coming;
    u8* queries = room + (EIGHT_ROWS - sharedAddress(room) % EIGHT_ROWS) % EIGHT_ROWS;
    u8* keys = queries + AHEAD * GROUPS * ROW_TILE;
    int group = __shfl_sync(0xffffffffu, threadIdx.x / GROUP_THREADS, 0);
    int lane = threadIdx.x % 32;
    int allKeys = firstRow + n;
    int blocks = (n + GROUPS * ROWS - 1) / (GROUPS * ROWS);
    Seen seen = {firstRow, n, window};
    int all = 0;
    for (int block = 0; block < blocks; block++) {
        all += seen.behind(block) - seen.first(block);
    }
    all *= heads;
    int each = max(heads, (all + (int) gridDim.x - 1) / (int) gridDim.x);
    // Blocks that are brought to the multiprocessors first leave sums; nobody waits for one that is not yet there.
    int part = gridDim.x - 1 - blockIdx.x;
    int from = min(part * each, all);
    int to = min(from + each, all);
    Turn turn = {0, from / heads, from % heads};
    while (from < to && turn.tile >= seen.behind(turn.block) - seen.first(turn.block)) {
        turn.tile -= seen.behind(turn.block) - seen.first(turn.block);
        turn.block++;
    }
    turn.tile += seen.first(turn.block);
    if (threadIdx.x == 0) {
        for (int i = 0; i < AHEAD; i++) {
            initBarrier(&coming.queries[i], 1);
            initBarrier(&coming.keys[i], 1);
            initBarrier(&coming.queriesDone[i], WARPS);
            initBarrier(&coming.keysDone[i], WARPS);
        }
        barriersMade();
    }
    __syncthreads();
    awaitPrevious();

    if (group == GROUPS) {
        int warp = threadIdx.x / 32 - WARPS;
        if (warp == 0 && lane == 0) {
            int kept = 0;
            for (int i = 0; i < to - from; i++) {
                if (i == 0 || turn.head % shared == 0) {
                    int place = kept % AHEAD;
                    awaitPhase(&coming.keysDone[place], kept / AHEAD - 1);
                    bringKeys(
                            keys + place * KEY_TILE, k, turn.head / shared * D, turn.tile * KEYS, 0, &coming.keys[place]);
                    kept++;
                }
                int place = i % AHEAD;
                awaitPhase(&coming.queriesDone[place], i / AHEAD - 1);
                bringQueries(
                        queries + place * GROUPS * ROW_TILE, q, turn.head * D, turn.block * GROUPS * ROWS, 0,
                        &coming.queries[place]);
                turn.next(seen, heads);
            }
        }
        // The group's other warps write what nobody sees.
        for (int row = blockIdx.x * 3 + warp - 1; warp > 0 && row < n; row += gridDim.x * 3) {
            int block = row / (GROUPS * ROWS);
            for (int key = lane; key < seen.first(block) * KEYS; key += 32) {
                mean[(i64) row * allKeys + key] = 0;
            }
            for (int key = seen.behind(block) * KEYS + lane; key < allKeys; key += 32) {
                mean[(i64) row * allKeys + key] = 0;
            }
        }
        return;
    }
    int warpRow = (int) threadIdx.x / 32 * 16 + lane / 4;
    queries += group * ROW_TILE;
    scale *= LOG2_E;
    float total[KEYS / 8][4];
    float s[KEYS / 8][4];
#pragma unroll
    for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            total[j][c] = 0;
        }
    }
    int kept = -1;
    bool whole = turn.head == 0;
    for (int i = 0; i < to - from; i++) {
        int rows[2] = {turn.block * GROUPS * ROWS + warpRow, turn.block * GROUPS * ROWS + warpRow + 8};
        float2 level[2];
#pragma unroll
        for (int r = 0; r < 2; r++) {
            level[r] = levels[(i64) turn.head * n + min(rows[r], n - 1)];
        }
        if (i == 0 || turn.head % shared == 0) {
            kept++;
            awaitPhase(&coming.keys[kept % AHEAD], kept / AHEAD);
        }
        int place = i % AHEAD;
        awaitPhase(&coming.queries[place], i / AHEAD);
        askScores(s, queries + place * GROUPS * ROW_TILE, keys + kept % AHEAD * KEY_TILE);
        float base[2] = {level[0].x - __log2f(level[0].y), level[1].x - __log2f(level[1].y)};
        awaitProducts<0>();
        settle(s);
        if (lane == 0) {
            arrive(&coming.queriesDone[place]);
            if ((turn.head + 1) % shared == 0) {
                arrive(&coming.keysDone[kept % AHEAD]);
            }
        }
        int firstOfGroup = firstRow + min(turn.block * GROUPS * ROWS + group * ROWS, n - 1);
        int lastOfGroup = firstRow + min(turn.block * GROUPS * ROWS + (group + 1) * ROWS, n) - 1;
        if ((turn.tile + 1) * KEYS > firstOfGroup || (window <= lastOfGroup && turn.tile * KEYS <= lastOfGroup - window)) {
            int position[2] = {firstRow + min(rows[0], n - 1), firstRow + min(rows[1], n - 1)};
            hide(s, turn.tile * KEYS, position, window);
        }
#pragma unroll
        for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                total[j][c] += power(s[j][c] * scale - base[c / 2]);
            }
        }
        bool ends = turn.head + 1 == heads;
        if (ends || i + 1 == to - from) {
            float4* at = sums + ((i64) (whole ? part + 1 : part) * GROUPS + group) * (KEYS / 8) * GROUP_THREADS
                    + threadIdx.x % GROUP_THREADS;
            int* flag = arrived + (whole ? part + 1 : part) * GROUPS + group;
            if (!whole) {
#pragma unroll
                for (int j = 0; j < KEYS / 8; j++) {
                    at[j * GROUP_THREADS] = make_float4(total[j][0], total[j][1], total[j][2], total[j][3]);
                }
                __threadfence();
                groupMeets(group);
                if (threadIdx.x % GROUP_THREADS == 0) {
                    atomicExch(flag, 1);
                }
            } else {
                if (!ends) {
                    if (threadIdx.x % GROUP_THREADS == 0) {
                        while (atomicExch(flag, 0) == 0) {
                        }
                        __threadfence();
                    }
                    groupMeets(group);
#pragma unroll
                    for (int j = 0; j < KEYS / 8; j++) {
                        float4 more = __ldcg(at + j * GROUP_THREADS);
                        total[j][0] += more.x, total[j][1] += more.y, total[j][2] += more.z, total[j][3] += more.w;
                    }
                }
#pragma unroll
                for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
                    for (int r = 0; r < 2; r++) {
                        int key = turn.tile * KEYS + j * 8 + lane % 4 * 2;
                        if (rows[r] < n && key < allKeys) {
                            float* place = mean + (i64) rows[r] * allKeys + key;
                            float low = total[j][2 * r] / heads;
                            float high = total[j][2 * r + 1] / heads;
                            if (allKeys % 2 == 0) {
                                *(float2*) place = make_float2(low, high);
                            } else {
                                place[0] = low;
                                if (key + 1 < allKeys) {
                                    place[1] = high;
                                }
                            }
                        }
                    }
                }
            }
            whole = true;
#pragma unroll
            for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    total[j][c] = 0;
                }
            }
        }
        turn.next(seen, heads);
    }
}
