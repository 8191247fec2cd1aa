// The scores of one row of every sequence of a layer that corrects those of another; compiled for each shape, with HEADS,
// KV_HEADS, RANK (0 for no difference), INPUTS, HIDDEN and SKIP defined. A thread works on one key: what it holds of all
// heads stays in registers, and what all threads read of the net lies in shared memory, heads side by side.

#define READERS (HEADS / KV_HEADS) // query heads that read a key head
#define READS_DIFFERENCE (INPUTS > HEADS)
#define KEY_VALUES (KV_HEADS * RANK)

struct HeadMap {
    int slice[HEADS];
};

// Places in shared memory, in floats: all are multiples of 4 where HEADS is.
#define AT_W1 0 // [HIDDEN][INPUTS]
#define AT_W2 (AT_W1 + HIDDEN * INPUTS) // [HIDDEN][HEADS]: the other way round than in the net
#define AT_M (AT_W2 + HIDDEN * HEADS) // [HEADS in][HEADS out]: likewise
#define AT_B2 (AT_M + SKIP * HEADS * HEADS)
#define AT_Q (AT_B2 + HEADS) // [KV_HEADS][RANK][READERS]
#define AT_B1 (AT_Q + HEADS * RANK)
#define NET_FLOATS (AT_B1 + HIDDEN)

// sums[i] += factor · from[i], from four at a time where they lie so.
template <int COUNT>
__device__ __forceinline__ void addScaled(float (&sums)[COUNT], float factor, const float* from) {
    if (COUNT % 4 == 0 && HEADS % 4 == 0) {
#pragma unroll
        for (int i = 0; i < COUNT / 4; i++) {
            float4 four = ((const float4*) from)[i];
            sums[4 * i] += factor * four.x;
            sums[4 * i + 1] += factor * four.y;
            sums[4 * i + 2] += factor * four.z;
            sums[4 * i + 3] += factor * four.w;
        }
    } else {
#pragma unroll
        for (int i = 0; i < COUNT; i++) {
            sums[i] += factor * from[i];
        }
    }
}

template <int COUNT>
__device__ __forceinline__ float dot(const float (&in)[COUNT], const float* with, float sum) {
    if (COUNT % 4 == 0 && HEADS % 4 == 0) {
#pragma unroll
        for (int i = 0; i < COUNT / 4; i++) {
            float4 four = ((const float4*) with)[i];
            sum += in[4 * i] * four.x;
            sum += in[4 * i + 1] * four.y;
            sum += in[4 * i + 2] * four.z;
            sum += in[4 * i + 3] * four.w;
        }
    } else {
#pragma unroll
        for (int i = 0; i < COUNT; i++) {
            sum += in[i] * with[i];
        }
    }
    return sum;
}

#if RANK > 0
// Values of a row of low-rank keys that a thread reads at once.
#if KEY_VALUES % 8 == 0
#define PIECE 8
#elif KEY_VALUES % 2 == 0
#define PIECE 2
#else
#define PIECE 1
#endif

__device__ __forceinline__ void keyPiece(const u16* row, int piece, float (&values)[PIECE]) {
#if PIECE == 8
    uint4 four = ((const uint4*) row)[piece];
    unsigned words[4] = {four.x, four.y, four.z, four.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
        values[2 * i] = __uint_as_float(words[i] << 16);
        values[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000);
    }
#elif PIECE == 2
    unsigned two = ((const unsigned*) row)[piece];
    values[0] = __uint_as_float(two << 16);
    values[1] = __uint_as_float(two & 0xffff0000);
#else
    values[0] = widened(row[piece]);
#endif
}
#endif

// Twin: scores, then alignHeads of the reference. gridDim is [blocks, batch], where
// the blocks of a sequence take turns with its keys; q and k may be null if RANK is 0.
extern "C" __global__ void __launch_bounds__(128) correctScores(
        const float* q, const u16* k, int capacity, int visible, float scale, const float* z, HeadMap map, int activation,
        const float* w1, const float* b1, const float* w2, const float* b2, const float* m, float* out) {
    extern __shared__ __align__(16) float net[];
    letNextBegin();
    for (int i = threadIdx.x; i < HIDDEN * INPUTS; i += blockDim.x) {
        net[AT_W1 + i] = w1[i];
    }
    for (int i = threadIdx.x; i < HIDDEN * HEADS; i += blockDim.x) {
        net[AT_W2 + i] = w2[i % HEADS * HIDDEN + i / HEADS];
    }
    for (int i = threadIdx.x; i < SKIP * HEADS * HEADS; i += blockDim.x) {
        net[AT_M + i] = m[i % HEADS * HEADS + i / HEADS];
    }
    for (int i = threadIdx.x; i < HEADS; i += blockDim.x) {
        net[AT_B2 + i] = b2[i];
    }
    for (int i = threadIdx.x; i < HIDDEN; i += blockDim.x) {
        net[AT_B1 + i] = b1[i];
    }
    awaitPrevious();
#if RANK > 0
    for (int i = threadIdx.x; i < HEADS * RANK; i += blockDim.x) {
        int head = i / (READERS * RANK) * READERS + i % READERS;
        net[AT_Q + i] = q[(i64) blockIdx.y * HEADS * RANK + head * RANK + i / READERS % RANK] * scale;
    }
#endif
    __syncthreads();
    for (int key = blockIdx.x * blockDim.x + threadIdx.x; key < visible; key += gridDim.x * blockDim.x) {
        asm volatile("" ::: "memory"); // or the compiler takes the whole net out of the loop, into more registers than there are
        i64 slab = (i64) blockIdx.y * HEADS * visible + key;
        float in[INPUTS];
        float sums[HEADS];
#pragma unroll
        for (int a = 0; a < HEADS; a++) {
            in[a] = z[slab + (i64) map.slice[a] * visible];
            sums[a] = 0;
        }
#if RANK > 0
        const u16* row = k + ((i64) blockIdx.y * capacity + key) * KEY_VALUES;
#pragma unroll
        for (int piece = 0; piece < KEY_VALUES / PIECE; piece++) {
            float values[PIECE];
            keyPiece(row, piece, values);
#pragma unroll
            for (int i = 0; i < PIECE; i++) {
                int at = piece * PIECE + i; // of [KV_HEADS][RANK]
#pragma unroll
                for (int s = 0; s < READERS; s++) {
                    sums[at / RANK * READERS + s] += values[i] * net[AT_Q + at * READERS + s];
                }
            }
        }
#endif
#pragma unroll
        for (int a = 0; a < HEADS; a++) {
            if (READS_DIFFERENCE) {
                in[INPUTS - HEADS + a] = sums[a];
                sums[a] = net[AT_B2 + a];
            } else {
                sums[a] += net[AT_B2 + a];
            }
        }
        for (int unit = 0; unit < HIDDEN; unit++) {
            float activated = activate(activation, dot(in, net + AT_W1 + unit * INPUTS, net[AT_B1 + unit]));
            addScaled(sums, activated, net + AT_W2 + unit * HEADS);
        }
        if (SKIP) {
#pragma unroll
            for (int b = 0; b < HEADS; b++) {
                addScaled(sums, in[b], net + AT_M + b * HEADS);
            }
        }
#pragma unroll
        for (int a = 0; a < HEADS; a++) {
            out[slab + (i64) a * visible] = sums[a];
        }
    }
}
