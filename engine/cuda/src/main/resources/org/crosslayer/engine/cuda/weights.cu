// Weights where they lie, in their stored type; compiled for each type, with TYPE defined, and for each number of rows
// that are multiplied at once, with ROWS defined.
//
// Values come in groups: 8 of a scalar type, 32 of packed blocks, whose values are those of ggml, to the bit.

// Twin: Codes.of.
#define F32 0
#define F16 1
#define BF16 2
#define Q4_0 3
#define Q4_1 4
#define Q5_0 5
#define Q5_1 6
#define Q8_0 7
#define Q2_K 8
#define Q3_K 9
#define Q4_K 10
#define Q5_K 11
#define Q6_K 12
#define IQ4_NL 13
#define IQ4_XS 14
#define MXFP4 15

#define PACKED (TYPE >= Q4_0)
#define GROUP (PACKED ? 32 : 8)

__device__ __forceinline__ float halfValue(u16 bits) {
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}

// A half-precision number at any address.
__device__ __forceinline__ float halfAt(const u8* at) {
    return halfValue(at[0] | at[1] << 8);
}

// Some neighbouring bits of a byte.
__device__ __forceinline__ int bitsOf(u8 byte, int shift, int count) {
    return byte >> shift & (1 << count) - 1;
}

// No product may be fused with a sum here, or values would not be ggml's.
__device__ __forceinline__ float times(float a, float b) {
    return __fmul_rn(a, b);
}

#if TYPE == F32 || TYPE == F16 || TYPE == BF16

#if TYPE == F32
#define BYTES 4
#else
#define BYTES 2
#endif

__device__ __forceinline__ float single(const u8* data, i64 i) {
#if TYPE == F32
    return ((const float*) data)[i];
#elif TYPE == F16
    return halfValue(((const u16*) data)[i]);
#else
    return widened(((const u16*) data)[i]);
#endif
}

// Groups of rows whose length is a multiple of 8.
__device__ __forceinline__ void unpack(const u8* data, i64 group, float* values) {
#if TYPE == F32
    const float4* from = (const float4*) data + 2 * group;
    float4 a = from[0];
    float4 b = from[1];
    values[0] = a.x, values[1] = a.y, values[2] = a.z, values[3] = a.w;
    values[4] = b.x, values[5] = b.y, values[6] = b.z, values[7] = b.w;
#else
    uint4 all = ((const uint4*) data)[group];
    unsigned words[4] = {all.x, all.y, all.z, all.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
#if TYPE == F16
        values[2 * i] = halfValue(words[i] & 0xffff);
        values[2 * i + 1] = halfValue(words[i] >> 16);
#else
        values[2 * i] = __uint_as_float(words[i] << 16);
        values[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000);
#endif
    }
#endif
}

// The byte at which a row starts.
__device__ __forceinline__ i64 startOf(i64 row, int columns) {
    return row * columns * BYTES;
}

#else

#if TYPE == MXFP4
__device__ const signed char CODES[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};
#elif TYPE == IQ4_NL || TYPE == IQ4_XS
__device__ const signed char CODES[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
#endif

#if TYPE == Q4_0 || TYPE == IQ4_NL
#define BLOCK_BYTES 18
#elif TYPE == Q4_1
#define BLOCK_BYTES 20
#elif TYPE == Q5_0
#define BLOCK_BYTES 22
#elif TYPE == Q5_1
#define BLOCK_BYTES 24
#elif TYPE == Q8_0
#define BLOCK_BYTES 34
#elif TYPE == MXFP4
#define BLOCK_BYTES 17
#elif TYPE == Q2_K
#define BLOCK_BYTES 84
#elif TYPE == Q3_K
#define BLOCK_BYTES 110
#elif TYPE == Q4_K
#define BLOCK_BYTES 144
#elif TYPE == Q5_K
#define BLOCK_BYTES 176
#elif TYPE == Q6_K
#define BLOCK_BYTES 210
#elif TYPE == IQ4_XS
#define BLOCK_BYTES 136
#endif

#define SUPER (TYPE >= Q2_K && TYPE <= Q6_K || TYPE == IQ4_XS)
#define BLOCK_VALUES (SUPER ? 256 : 32)

__device__ __forceinline__ i64 startOf(i64 row, int columns) {
    return row * (columns / BLOCK_VALUES) * BLOCK_BYTES;
}

// Twin: SuperBlockValues.pairOfSix. Six bits of eight scales (which 0) or minima (which 4) in twelve bytes.
__device__ __forceinline__ int pairOfSix(const u8* at, int group, int which) {
    return group < 4 ? bitsOf(at[group + which], 0, 6)
                     : bitsOf(at[group + 4], which, 4) | bitsOf(at[group - 4 + which], 6, 2) << 4;
}

// Twin: SuperBlockValues.scaleOfSix.
__device__ __forceinline__ int scaleOfSix(const u8* at, int group) {
    return bitsOf(at[group % 8], 4 * (group / 8), 4) | bitsOf(at[8 + group % 4], 2 * (group / 4), 2) << 4;
}

// Twin: BlockValues and SuperBlockValues. 32 values of a row whose blocks begin at data.
__device__ __forceinline__ void unpack(const u8* data, i64 group, float* values) {
#if SUPER
    const u8* at = data + group / 8 * BLOCK_BYTES;
    int part = group % 8; // of the block
#if TYPE == Q2_K
    float d = halfAt(at + 80);
    float dMin = halfAt(at + 82);
#pragma unroll
    for (int i = 0; i < 32; i++) {
        u8 scales = at[2 * part + i / 16];
        float scaled = times(times(d, bitsOf(scales, 0, 4)), bitsOf(at[16 + part / 4 * 32 + i], 2 * (part % 4), 2));
        values[i] = __fsub_rn(scaled, times(dMin, bitsOf(scales, 4, 4)));
    }
#elif TYPE == Q3_K
    float d = halfAt(at + 108);
#pragma unroll
    for (int i = 0; i < 32; i++) {
        float scale = times(d, scaleOfSix(at + 96, 2 * part + i / 16) - 32);
        int code = bitsOf(at[32 + part / 4 * 32 + i], 2 * (part % 4), 2) - (bitsOf(at[i], part, 1) == 0 ? 4 : 0);
        values[i] = times(scale, code);
    }
#elif TYPE == Q4_K || TYPE == Q5_K
    float scale = times(halfAt(at), pairOfSix(at + 4, part, 0));
    float minimum = times(halfAt(at + 2), pairOfSix(at + 4, part, 4));
    const u8* codes = at + (TYPE == Q5_K ? 48 : 16) + part / 2 * 32;
#pragma unroll
    for (int i = 0; i < 32; i++) {
        int code = bitsOf(codes[i], 4 * (part % 2), 4);
        if (TYPE == Q5_K) {
            code |= bitsOf(at[16 + i], part, 1) << 4;
        }
        values[i] = __fsub_rn(times(scale, code), minimum);
    }
#elif TYPE == Q6_K
    float d = halfAt(at + 208);
#pragma unroll
    for (int i = 0; i < 32; i++) {
        int low = bitsOf(at[part / 4 * 64 + part % 2 * 32 + i], 4 * (part % 4 / 2), 4);
        int high = bitsOf(at[128 + part / 4 * 32 + i], 2 * (part % 4), 2);
        float scale = times(d, (signed char) at[192 + 2 * part + i / 16]);
        values[i] = times(scale, (low | high << 4) - 32);
    }
#elif TYPE == IQ4_XS
    int scales = bitsOf(at[4 + part / 2], 4 * (part % 2), 4) | bitsOf(at[2 + part / 4], 2 * (part % 4), 2) << 4;
    float scale = times(halfAt(at), scales - 32);
#pragma unroll
    for (int i = 0; i < 16; i++) {
        u8 both = at[8 + 16 * part + i];
        values[i] = times(CODES[both & 15], scale);
        values[16 + i] = times(CODES[both >> 4], scale);
    }
#endif
#else
    const u8* at = data + group * BLOCK_BYTES;
#if TYPE == Q8_0
    float scale = halfAt(at);
#pragma unroll
    for (int i = 0; i < 32; i++) {
        values[i] = times((signed char) at[2 + i], scale);
    }
#elif TYPE == MXFP4
    int exponent = at[0];
    float scale = __int_as_float(exponent < 2 ? 0x00200000 << exponent : (exponent - 1) << 23);
#pragma unroll
    for (int i = 0; i < 16; i++) {
        values[i] = times(CODES[at[1 + i] & 15], scale);
        values[16 + i] = times(CODES[at[1 + i] >> 4], scale);
    }
#elif TYPE == IQ4_NL
    float scale = halfAt(at);
#pragma unroll
    for (int i = 0; i < 16; i++) {
        values[i] = times(CODES[at[2 + i] & 15], scale);
        values[16 + i] = times(CODES[at[2 + i] >> 4], scale);
    }
#else
    // Q4_0, Q4_1, Q5_0, Q5_1: four bits, a fifth apart, around a middle or above a minimum.
    bool fives = TYPE == Q5_0 || TYPE == Q5_1;
    bool minima = TYPE == Q4_1 || TYPE == Q5_1;
    float scale = halfAt(at);
    float minimum = minima ? halfAt(at + 2) : -0.0f;
    int shift = minima ? 0 : fives ? -16 : -8;
    const u8* codes = at + (minima ? 4 : 2);
    unsigned fifth = fives ? codes[0] | codes[1] << 8 | codes[2] << 16 | (unsigned) codes[3] << 24 : 0;
    codes += fives ? 4 : 0;
#pragma unroll
    for (int i = 0; i < 16; i++) {
        int low = (codes[i] & 15 | (fifth >> i & 1) << 4) + shift;
        int high = (codes[i] >> 4 | (fifth >> (16 + i) & 1) << 4) + shift;
        values[i] = __fadd_rn(times(low, scale), minimum);
        values[16 + i] = __fadd_rn(times(high, scale), minimum);
    }
#endif
#endif
}

#endif

// Twin: Elements.floats. Groups of a matrix as float32, or rounded to BF16.
extern "C" __global__ void widen(const u8* data, void* out, int narrow, i64 size) {
    letNextBegin();
    awaitPrevious();
#if PACKED
    i64 stride = (i64) gridDim.x * blockDim.x;
    for (i64 group = (i64) blockIdx.x * blockDim.x + threadIdx.x; group < size / 32; group += stride) {
        float values[32];
        unpack(data, group, values);
#pragma unroll
        for (int i = 0; i < 32; i++) {
            putAt(out, group * 32 + i, narrow, values[i]);
        }
    }
#else
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(out, i, narrow, single(data, i));
    }
#endif
}

// A block for each of the n ids.
extern "C" __global__ void embed(const u8* table, const int* ids, int columns, float* out) {
    letNextBegin();
    awaitPrevious();
    const u8* from = table + startOf(ids[blockIdx.x], columns);
    float* to = out + (i64) blockIdx.x * columns;
#if PACKED
    for (int group = threadIdx.x; group < columns / 32; group += blockDim.x) {
        float values[32];
        unpack(from, group, values);
        for (int i = 0; i < 32; i++) {
            to[group * 32 + i] = values[i];
        }
    }
#else
    for (int j = threadIdx.x; j < columns; j += blockDim.x) {
        to[j] = single(from, j);
    }
#endif
}
