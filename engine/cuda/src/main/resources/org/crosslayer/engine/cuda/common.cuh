// What all kernels share; put in front of each source before it is compiled.
//
// Slabs are [heads, rows, keys], row-major; a block works on one row and its threads on the columns. Sums over a block
// are formed in a fixed tree, so that equal inputs give equal bits.

typedef unsigned char u8;
typedef unsigned short u16;
typedef long long i64;

#define ROW_THREADS 128

// Kernels are chained: one may begin while the one before it still runs, and has to wait for what that one writes before
// it reads or writes anything that others touch; weights, which nobody changes, it may ask for earlier. Every kernel
// says first that the next may begin, then waits.
__device__ __forceinline__ void letNextBegin() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;");
#endif
}

__device__ __forceinline__ void awaitPrevious() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

#define FAR -1e30f // below every score, and yet a number
#define MASKED __int_as_float(0xff800000) // minus infinity
#define LOG2_E 1.4426950408889634f

// BF16 is the upper half of a float; rounded to the nearest, ties to even.
__device__ __forceinline__ float widened(u16 x) {
    return __uint_as_float((unsigned) x << 16);
}

__device__ __forceinline__ u16 narrowed(float x) {
    unsigned bits = __float_as_uint(x);
    return x != x ? 0x7fff : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

// Values of a tensor that holds float32, or BF16 where it is narrow.
__device__ __forceinline__ float valueAt(const void* x, i64 i, int narrow) {
    return narrow ? widened(((const u16*) x)[i]) : ((const float*) x)[i];
}

__device__ __forceinline__ void putAt(void* x, i64 i, int narrow, float value) {
    if (narrow) {
        ((u16*) x)[i] = narrowed(value);
    } else {
        ((float*) x)[i] = value;
    }
}

// Eight values from place i on, a multiple of 8.
__device__ __forceinline__ void eightOf(const void* x, int narrow, i64 i, float (&values)[8]) {
    if (narrow) {
        uint4 four = ((const uint4*) x)[i / 8];
        unsigned words[4] = {four.x, four.y, four.z, four.w};
#pragma unroll
        for (int j = 0; j < 4; j++) {
            values[2 * j] = __uint_as_float(words[j] << 16);
            values[2 * j + 1] = __uint_as_float(words[j] & 0xffff0000);
        }
    } else {
        float4 low = ((const float4*) x)[i / 4];
        float4 high = ((const float4*) x)[i / 4 + 1];
        values[0] = low.x, values[1] = low.y, values[2] = low.z, values[3] = low.w;
        values[4] = high.x, values[5] = high.y, values[6] = high.z, values[7] = high.w;
    }
}

__device__ __forceinline__ unsigned narrowedPair(float low, float high) {
    return narrowed(low) | (unsigned) narrowed(high) << 16;
}

__device__ __forceinline__ void putEight(void* x, int narrow, i64 i, const float (&values)[8]) {
    if (narrow) {
        ((uint4*) x)[i / 8] = make_uint4(
                narrowedPair(values[0], values[1]), narrowedPair(values[2], values[3]),
                narrowedPair(values[4], values[5]), narrowedPair(values[6], values[7]));
    } else {
        ((float4*) x)[i / 4] = make_float4(values[0], values[1], values[2], values[3]);
        ((float4*) x)[i / 4 + 1] = make_float4(values[4], values[5], values[6], values[7]);
    }
}

__device__ __forceinline__ float warpSum(float x) {
    for (int lane = 16; lane > 0; lane /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, lane);
    }
    return x;
}

__device__ __forceinline__ double warpSum(double x) {
    for (int lane = 16; lane > 0; lane /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, lane);
    }
    return x;
}

__device__ __forceinline__ float warpMax(float x) {
    for (int lane = 16; lane > 0; lane /= 2) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, lane));
    }
    return x;
}

// The sum over a block of ROW_THREADS, for every thread of it.
template <typename T>
__device__ __forceinline__ T blockSum(T x) {
    __shared__ T parts[ROW_THREADS / 32];
    x = warpSum(x);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        parts[threadIdx.x / 32] = x;
    }
    __syncthreads();
    T sum = parts[0];
    for (int warp = 1; warp < ROW_THREADS / 32; warp++) {
        sum += parts[warp];
    }
    return sum;
}

__device__ __forceinline__ float blockMax(float x) {
    __shared__ float parts[ROW_THREADS / 32];
    x = warpMax(x);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        parts[threadIdx.x / 32] = x;
    }
    __syncthreads();
    float max = parts[0];
    for (int warp = 1; warp < ROW_THREADS / 32; warp++) {
        max = fmaxf(max, parts[warp]);
    }
    return max;
}

// The greatest of a row, for every thread of the block.
__device__ __forceinline__ float rowMax(const float* x, int columns) {
    float max = __int_as_float(0xff800000); // minus infinity
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        max = fmaxf(max, x[j]);
    }
    return blockMax(max);
}

// The sum of exp(x - max) of a row, for every thread of the block.
__device__ __forceinline__ float rowExpSum(const float* x, int columns, float max) {
    float sum = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        sum += expf(x[j] - max);
    }
    return blockSum(sum);
}

// What is above 0; unlike fmaxf it lets NaN through, so that a fault is seen.
__device__ __forceinline__ float positive(float x) {
    return x < 0 ? 0 : x;
}

// Twin: Codes.of.
#define SILU 0
#define GELU 1
#define GELU_TANH 2
#define RELU 3

#define SQRT_HALF 0.70710678118654752f
#define SQRT_2_OVER_PI 0.79788456080286536f
#define GELU_CUBIC 0.044715f

__device__ __forceinline__ float activate(int activation, float x) {
    switch (activation) {
        case SILU: return x / (1 + expf(-x));
        case GELU: return 0.5f * x * erfcf(-x * SQRT_HALF);
        case GELU_TANH: return 0.5f * x * (1 + tanhf(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x)));
        default: return positive(x);
    }
}

// The derivative of activate.
__device__ __forceinline__ float slope(int activation, float x) {
    switch (activation) {
        case SILU: {
            float share = 1 / (1 + expf(-x));
            return share * (1 + x * (1 - share));
        }
        case GELU: return 0.5f * erfcf(-x * SQRT_HALF) + x * expf(-0.5f * x * x) * 0.5f * SQRT_2_OVER_PI;
        case GELU_TANH: {
            float bend = tanhf(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x));
            float inner = SQRT_2_OVER_PI * (1 + 3 * GELU_CUBIC * x * x);
            return 0.5f * (1 + bend) + 0.5f * x * (1 - bend * bend) * inner;
        }
        default: return x > 0 ? 1 : 0;
    }
}
