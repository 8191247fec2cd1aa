// Attention of many rows in one go on Hopper: what attend.cu does, by products that four warps ask for together, while a
// thread of others asks for the tiles that they need. Compiled for each size D of a head, 64 or 128.
//
// Twin of all: scores, softmax and mix of the reference.

#define KEYS 128 // of a tile
#define ROWS 64 // of a group of four warps
#define GROUPS 2
#define GROUP_THREADS 128
#define WARPS (GROUPS * 4) // that compute
#define THREADS (GROUP_THREADS * (GROUPS + 1))
#define PANELS (D / PANEL)
#define KEY_PANEL (KEYS * PANEL_ROW) // bytes
#define ROW_PANEL (ROWS * PANEL_ROW)
#define KEY_TILE (PANELS * KEY_PANEL)
#define ROW_TILE (PANELS * ROW_PANEL)
#define STAGES 2
// Registers of a thread that asks for tiles, and of one that computes.
#define FEW_REGISTERS "24"
#define MANY_REGISTERS "240"

__device__ __forceinline__ void bringKeys(
        u8* to, const TileMap& map, int column, int firstKey, int sequence, Barrier* barrier) {
    expectBytes(barrier, KEY_TILE);
#pragma unroll
    for (int p = 0; p < PANELS; p++) {
        bring(to + p * KEY_PANEL, map, column + p * PANEL, firstKey, sequence, barrier);
    }
}

// Rows of both groups; each group's are a tile.
__device__ __forceinline__ void bringQueries(
        u8* to, const TileMap& map, int column, int firstOfBlock, int sequence, Barrier* barrier) {
    expectBytes(barrier, GROUPS * ROW_TILE);
#pragma unroll
    for (int p = 0; p < GROUPS * PANELS; p++) {
        bring(to + p * ROW_PANEL, map, column + p % PANELS * PANEL, firstOfBlock + p / PANELS * ROWS, sequence, barrier);
    }
}

// Asks for the products of a group's rows and a tile of keys.
__device__ __forceinline__ void askScores(float (&s)[KEYS / 8][4], const u8* queries, const u8* keys) {
    settle(s);
    beginProducts();
#pragma unroll
    for (int i = 0; i < D / 16; i++) {
        multiplyTurned(
                s, alongRows(queries + i / 4 * ROW_PANEL + i % 4 * 32), alongRows(keys + i / 4 * KEY_PANEL + i % 4 * 32),
                i != 0);
    }
    endProducts();
}

// Asks for the sum of a tile's values, weighted by shares.
__device__ __forceinline__ void askMixed(
        float (&mixed)[D / 8][4], const unsigned (&shares)[KEYS / 16][4], const u8* values) {
    settle(mixed);
    beginProducts();
#pragma unroll
    for (int j = 0; j < KEYS / 16; j++) {
        multiplyHeld(mixed, shares[j], downColumns(values + j * 16 * PANEL_ROW, KEY_PANEL));
    }
    endProducts();
}

// Scores of keys that a row does not see become minus infinity.
__device__ __forceinline__ void hide(float (&s)[KEYS / 8][4], int firstKey, const int (&position)[2], int window) {
    int first = firstKey + threadIdx.x % 4 * 2;
#pragma unroll
    for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            int key = first + j * 8 + c % 2;
            int at = position[c / 2];
            s[j][c] = key <= at && key > at - window ? s[j][c] : MASKED;
        }
    }
}

// Scores become what they weigh against the highest so far; what was weighed before has to be multiplied by `old`.
__device__ __forceinline__ void weigh(
        float (&s)[KEYS / 8][4], float scale, float (&highest)[2], float (&sums)[2], float (&old)[2]) {
#pragma unroll
    for (int r = 0; r < 2; r++) {
        float most = s[0][2 * r];
#pragma unroll
        for (int j = 0; j < KEYS / 8; j++) {
            most = fmaxf(most, fmaxf(s[j][2 * r], s[j][2 * r + 1]));
        }
        most = fmaxf(highest[r], quadMax(most) * scale);
        old[r] = power(highest[r] - most);
        highest[r] = most;
        float sum = 0;
#pragma unroll
        for (int j = 0; j < KEYS / 8; j++) {
            s[j][2 * r] = power(s[j][2 * r] * scale - most);
            s[j][2 * r + 1] = power(s[j][2 * r + 1] * scale - most);
            sum += s[j][2 * r] + s[j][2 * r + 1];
        }
        sums[r] = sums[r] * old[r] + sum;
    }
}

__device__ __forceinline__ void pack(unsigned (&shares)[KEYS / 16][4], const float (&s)[KEYS / 8][4]) {
#pragma unroll
    for (int j = 0; j < KEYS / 16; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            shares[j][c] = packed(s[2 * j + c / 2][c % 2 * 2], s[2 * j + c / 2][c % 2 * 2 + 1]);
        }
    }
}

// Tile t of a block's keys, or values, lies at place t % STAGES: it is there when that place's barrier has ended phase
// t / STAGES, and is replaced when all warps have arrived at the other one.
struct __align__(16) Under {
    Barrier queries, keys[STAGES], keysDone[STAGES], values[STAGES], valuesDone[STAGES];
};

// A block for 128 rows of a head, 64 a group. While a tile's scores are made, the values of the one before are mixed; while
// they are weighed, mixing goes on. gridDim is [h, rows / 128, batch]; the last rows, which see most, come first. scale,
// pattern and levels are as in `attend`. q, k and v are held in BF16; k and v end where the last row sees no more.
extern "C" __global__ void __launch_bounds__(THREADS, 1) attendWide(
        const __grid_constant__ TileMap q, const __grid_constant__ TileMap k, const __grid_constant__ TileMap v, int n,
        int shared, int firstRow, int window, float scale, float* pattern, float2* levels, void* out, int outNarrow) {
    letNextBegin();
    extern __shared__ u8 room[];
    __shared__ Under under;
    u8* queries = room + (EIGHT_ROWS - sharedAddress(room) % EIGHT_ROWS) % EIGHT_ROWS;
    u8* keys = queries + GROUPS * ROW_TILE;
    u8* values = keys + STAGES * KEY_TILE;
    int heads = gridDim.x;
    int head = blockIdx.x;
    int group = __shfl_sync(0xffffffffu, threadIdx.x / GROUP_THREADS, 0); // the compiler has to know that it is a warp's
    int firstOfBlock = (gridDim.y - 1 - blockIdx.y) * GROUPS * ROWS;
    int last = firstRow + min(firstOfBlock + GROUPS * ROWS, n) - 1;
    int firstTile = max(0, firstRow + firstOfBlock - window + 1) / KEYS;
    int tiles = last / KEYS - firstTile + 1;
    if (threadIdx.x == 0) {
        initBarrier(&under.queries, 1);
        for (int i = 0; i < STAGES; i++) {
            initBarrier(&under.keys[i], 1);
            initBarrier(&under.values[i], 1);
            initBarrier(&under.keysDone[i], WARPS);
            initBarrier(&under.valuesDone[i], WARPS);
        }
        barriersMade();
    }
    __syncthreads();
    awaitPrevious();

    if (group == GROUPS) {
        asm volatile("setmaxnreg.dec.sync.aligned.u32 " FEW_REGISTERS ";");
        if (threadIdx.x == GROUPS * GROUP_THREADS) {
            int column = head / shared * D;
            bringQueries(queries, q, head * D, firstOfBlock, blockIdx.z, &under.queries);
            for (int t = 0; t < (pattern == 0 ? tiles : 2 * tiles); t++) {
                int place = t % STAGES;
                int firstKey = (firstTile + (t < tiles ? t : t - tiles)) * KEYS;
                awaitPhase(&under.keysDone[place], t / STAGES - 1);
                bringKeys(keys + place * KEY_TILE, k, column, firstKey, blockIdx.z, &under.keys[place]);
                if (t < tiles) {
                    awaitPhase(&under.valuesDone[place], t / STAGES - 1);
                    bringKeys(values + place * KEY_TILE, v, column, firstKey, blockIdx.z, &under.values[place]);
                }
            }
        }
        return;
    }
    asm volatile("setmaxnreg.inc.sync.aligned.u32 " MANY_REGISTERS ";");
    int lane = threadIdx.x % 32;
    int firstOfGroup = firstOfBlock + group * ROWS;
    int row = firstOfBlock + (int) threadIdx.x / 32 * 16 + lane / 4;
    int rows[2] = {row, row + 8};
    int position[2] = {firstRow + min(rows[0], n - 1), firstRow + min(rows[1], n - 1)};
    // Of the block's tiles, those from here on lie behind some row of the group; those up to here before some row's window.
    int lastOfGroup = firstRow + min(firstOfGroup + ROWS, n) - 1;
    int firstCut = (firstRow + min(firstOfGroup, n - 1)) / KEYS - firstTile;
    int lastWindowed = window > lastOfGroup ? -1 : (lastOfGroup - window) / KEYS - firstTile;
    scale *= LOG2_E;
    queries += group * ROW_TILE;

    float highest[2] = {FAR, FAR};
    float sums[2] = {0, 0};
    float old[2];
    float s[KEYS / 8][4];
    unsigned shares[KEYS / 16][4];
    float mixed[D / 8][4];
#pragma unroll
    for (int j = 0; j < D / 8; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
            mixed[j][c] = 0;
        }
    }
    awaitPhase(&under.queries, 0);
    awaitPhase(&under.keys[0], 0);
    askScores(s, queries, keys);
    awaitProducts<0>();
    settle(s);
    if (lane == 0) {
        arrive(&under.keysDone[0]);
    }
    if (firstCut <= 0 || lastWindowed >= 0) {
        hide(s, firstTile * KEYS, position, window);
    }
    weigh(s, scale, highest, sums, old);
    pack(shares, s);
    for (int t = 1; t < tiles; t++) {
        int place = t % STAGES;
        int before = (t - 1) % STAGES;
        awaitPhase(&under.keys[place], t / STAGES);
        askScores(s, queries, keys + place * KEY_TILE);
        awaitPhase(&under.values[before], (t - 1) / STAGES);
        askMixed(mixed, shares, values + before * KEY_TILE);
        awaitProducts<1>();
        settle(s);
        if (lane == 0) {
            arrive(&under.keysDone[place]);
        }
        if (t >= firstCut || t <= lastWindowed) {
            hide(s, (firstTile + t) * KEYS, position, window);
        }
        weigh(s, scale, highest, sums, old);
        awaitProducts<0>();
        settle(mixed);
        if (lane == 0) {
            arrive(&under.valuesDone[before]);
        }
        pack(shares, s);
#pragma unroll
        for (int j = 0; j < D / 8; j++) {
#pragma unroll
            for (int c = 0; c < 4; c++) {
                mixed[j][c] *= old[c / 2];
            }
        }
    }
    int final = (tiles - 1) % STAGES;
    awaitPhase(&under.values[final], (tiles - 1) / STAGES);
    askMixed(mixed, shares, values + final * KEY_TILE);
    float share[2] = {1 / quadSum(sums[0]), 1 / quadSum(sums[1])};
    awaitProducts<0>();
    settle(mixed);
#pragma unroll
    for (int r = 0; r < 2; r++) {
        if (rows[r] < n) {
            i64 first = ((i64) blockIdx.z * n + rows[r]) * heads * D + head * D + lane % 4 * 2;
#pragma unroll
            for (int j = 0; j < D / 8; j++) {
                float low = mixed[j][2 * r] * share[r];
                float high = mixed[j][2 * r + 1] * share[r];
                if (outNarrow) {
                    *(unsigned*) ((u16*) out + first + j * 8) = packed(low, high);
                } else {
                    *(float2*) ((float*) out + first + j * 8) = make_float2(low, high);
                }
            }
            if (levels != 0 && lane % 4 == 0) {
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
    for (int t = 0; t < tiles; t++) {
        int place = (tiles + t) % STAGES;
        awaitPhase(&under.keys[place], (tiles + t) / STAGES);
        askScores(s, queries, keys + place * KEY_TILE);
        awaitProducts<0>();
        settle(s);
        if (lane == 0) {
            arrive(&under.keysDone[place]);
        }
        if (t >= firstCut || t <= lastWindowed) {
            hide(s, (firstTile + t) * KEYS, position, window);
        }
#pragma unroll
        for (int j = 0; j < KEYS / 8; j++) {
#pragma unroll
            for (int r = 0; r < 2; r++) {
                int key = (firstTile + t) * KEYS + j * 8 + lane % 4 * 2;
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
    }
    // What lies before and behind the tiles is hidden from all rows of the block.
    int before = firstTile * KEYS;
    int behind = min((firstTile + tiles) * KEYS, allKeys);
    for (int row = firstOfBlock + (int) threadIdx.x / 32; row < min(firstOfBlock + GROUPS * ROWS, n); row += WARPS) {
        for (int key = lane; key < before; key += 32) {
            slab[(i64) row * allKeys + key] = 0;
        }
        for (int key = behind + lane; key < allKeys; key += 32) {
            slab[(i64) row * allKeys + key] = 0;
        }
    }
}
