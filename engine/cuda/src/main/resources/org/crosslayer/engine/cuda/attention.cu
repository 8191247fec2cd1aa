// Operations on the rows of slabs. Twin of each: the method of the same name in ReferenceKernels.

// A block for each row of each head; pattern may be scores.
extern "C" __global__ void softmax(const float* scores, int rows, int keys, int firstRow, int window, float* pattern) {
    letNextBegin();
    awaitPrevious();
    const float* from = scores + (i64) blockIdx.x * keys;
    float* to = pattern + (i64) blockIdx.x * keys;
    int visible = firstRow + blockIdx.x % rows + 1;
    int first = max(0, visible - window);
    float highest = rowMax(from + first, visible - first);
    float sum = 0;
    for (int j = first + threadIdx.x; j < visible; j += ROW_THREADS) {
        float e = expf(from[j] - highest);
        to[j] = e;
        sum += e;
    }
    float share = 1 / blockSum(sum); // after it, all threads see what each has written
    for (int j = threadIdx.x; j < keys; j += ROW_THREADS) {
        to[j] = j >= first && j < visible ? to[j] * share : 0;
    }
}

// A block for each row of each head; out may be x.
extern "C" __global__ void normalizeRows(const float* x, int rows, int keys, int firstRow, int window, float* out) {
    letNextBegin();
    awaitPrevious();
    const float* from = x + (i64) blockIdx.x * keys;
    float* to = out + (i64) blockIdx.x * keys;
    int visible = firstRow + blockIdx.x % rows + 1;
    int first = max(0, visible - window);
    float sum = 0;
    for (int j = first + threadIdx.x; j < visible; j += ROW_THREADS) {
        sum += positive(from[j]);
    }
    sum = blockSum(sum);
    for (int j = threadIdx.x; j < keys; j += ROW_THREADS) {
        bool seen = j >= first && j < visible;
        float share = sum == 0 ? 1.0f / (visible - first) : positive(from[j]) / sum;
        to[j] = seen ? share : 0;
    }
}

// A block for each row of each head.
extern "C" __global__ void addDistanceBias(float* scores, const float* slopes, int rows, int keys, int firstRow) {
    letNextBegin();
    awaitPrevious();
    float* row = scores + (i64) blockIdx.x * keys;
    int position = firstRow + blockIdx.x % rows;
    float slope = slopes[blockIdx.x / rows];
    for (int j = threadIdx.x; j <= position; j += ROW_THREADS) {
        row[j] += slope * (j - position);
    }
}

// Twin: Codes.of.
#define JENSEN_SHANNON 0
#define TOTAL_VARIATION 1
#define DOT 2

#define TILE 32
#define TILE_STRIDE (TILE + 1)

__device__ __forceinline__ float negativeEntropy(float p) {
    return p > 0 ? p * logf(p) : 0;
}

// A block takes every gridDim.x-th row, and of the pairs of slices one for each of its threads. Keys come in tiles,
// each with p ln p, which all pairs of a slice need. partial is [gridDim.x, hA * hB].
extern "C" __global__ void pairSums(
        int term, const float* p, const float* q, int hA, int hB, int rows, int keys, int firstRow, int skip,
        double* partial) {
    letNextBegin();
    awaitPrevious();
    extern __shared__ float tiles[];
    int slices = hA + hB;
    float* values = tiles;
    float* entropies = tiles + slices * TILE_STRIDE;
    int pair = blockIdx.y * blockDim.x + threadIdx.x;
    int a = pair / hB;
    int b = pair % hB;
    double sum = 0;
    for (int row = skip + blockIdx.x; row < rows; row += gridDim.x) {
        int visible = firstRow + row + 1;
        float rowSum = 0;
        for (int first = 0; first < visible; first += TILE) {
            __syncthreads();
            for (int i = threadIdx.x; i < slices * TILE; i += blockDim.x) {
                int slice = i / TILE;
                int key = first + i % TILE;
                const float* slab = slice < hA ? p + (i64) slice * rows * keys : q + (i64) (slice - hA) * rows * keys;
                float value = key < visible ? slab[(i64) row * keys + key] : 0;
                values[slice * TILE_STRIDE + i % TILE] = value;
                if (term == JENSEN_SHANNON) {
                    entropies[slice * TILE_STRIDE + i % TILE] = negativeEntropy(value);
                }
            }
            __syncthreads();
            if (a < hA) {
                int atA = a * TILE_STRIDE;
                int atB = (hA + b) * TILE_STRIDE;
                for (int j = 0; j < TILE; j++) {
                    float x = values[atA + j];
                    float y = values[atB + j];
                    if (term == JENSEN_SHANNON) {
                        rowSum += 0.5f * (entropies[atA + j] + entropies[atB + j]) - negativeEntropy(0.5f * (x + y));
                    } else {
                        rowSum += term == DOT ? x * y : 0.5f * fabsf(x - y);
                    }
                }
            }
        }
        sum += term == JENSEN_SHANNON ? fminf(fmaxf(rowSum, 0), 0.693147180559945f) : rowSum;
    }
    if (a < hA) {
        partial[(i64) blockIdx.x * hA * hB + pair] = sum;
    }
}
