// Covariances of scores under a pattern; compiled for each number of heads, with HEADS defined.

#define SUMS ((HEADS + 1) * HEADS)
#define SHARE ((SUMS + COVARIANCE_THREADS - 1) / COVARIANCE_THREADS)
#define TILE 32
#define TILE_STRIDE (TILE + 1)

// Twin: ReferenceGradients.scoreCovariances. Block (x, a) takes every gridDim.x-th row of target head a: first the means
// of all source heads and of the target, then their products, in tiles of keys. partial is [gridDim.x, HEADS, SUMS].
extern "C" __global__ void __launch_bounds__(COVARIANCE_THREADS) scoreCovariances(
        const float* pattern, const float* target, const float* source, int n, double* partial) {
    letNextBegin();
    awaitPrevious();
    __shared__ float centred[(HEADS + 1) * TILE_STRIDE];
    __shared__ float weights[TILE];
    __shared__ float means[HEADS + 1];
    i64 slice = (i64) n * n;
    int a = blockIdx.y;
    double sums[SHARE];
#pragma unroll
    for (int i = 0; i < SHARE; i++) {
        sums[i] = 0;
    }
    for (int row = blockIdx.x; row < n; row += gridDim.x) {
        const float* p = pattern + a * slice + (i64) row * n;
        int visible = row + 1;
        __syncthreads();
        for (int b = threadIdx.x / 32; b <= HEADS; b += COVARIANCE_THREADS / 32) {
            const float* scores = (b < HEADS ? source + b * slice : target + a * slice) + (i64) row * n;
            float mean = 0;
            for (int j = threadIdx.x % 32; j < visible; j += 32) {
                mean += p[j] * scores[j];
            }
            mean = warpSum(mean);
            if (threadIdx.x % 32 == 0) {
                means[b] = mean;
            }
        }
        for (int first = 0; first < visible; first += TILE) {
            __syncthreads();
            for (int i = threadIdx.x; i < (HEADS + 1) * TILE; i += COVARIANCE_THREADS) {
                int b = i / TILE;
                int key = first + i % TILE;
                const float* scores = (b < HEADS ? source + b * slice : target + a * slice) + (i64) row * n;
                centred[b * TILE_STRIDE + i % TILE] = key < visible ? scores[key] - means[b] : 0;
                if (b == 0) {
                    weights[i] = key < visible ? p[key] : 0;
                }
            }
            __syncthreads();
#pragma unroll
            for (int i = 0; i < SHARE; i++) {
                int at = i * COVARIANCE_THREADS + threadIdx.x;
                if (at < SUMS) {
                    float sum = 0;
                    for (int j = 0; j < TILE; j++) {
                        sum += weights[j] * centred[at / HEADS * TILE_STRIDE + j] * centred[at % HEADS * TILE_STRIDE + j];
                    }
                    sums[i] += sum;
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < SHARE; i++) {
        int at = i * COVARIANCE_THREADS + threadIdx.x;
        if (at < SUMS) {
            partial[((i64) blockIdx.x * HEADS + a) * SUMS + at] = sums[i];
        }
    }
}
