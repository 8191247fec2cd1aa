// Operations on rows and single values. Twin of each: the method of the same name in ReferenceKernels.

// Copies values, rounding or widening where source and target differ.
extern "C" __global__ void convert(const void* in, int inNarrow, void* out, int outNarrow, i64 size) {
    letNextBegin();
    awaitPrevious();
    i64 first = (i64) blockIdx.x * blockDim.x + threadIdx.x;
    if (size % 8 == 0 && (((i64) in | (i64) out) & 15) == 0) {
        for (i64 i = first; i < size / 8; i += (i64) gridDim.x * blockDim.x) {
            float values[8];
            eightOf(in, inNarrow, 8 * i, values);
            putEight(out, outNarrow, 8 * i, values);
        }
        return;
    }
    for (i64 i = first; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(out, i, outNarrow, valueAt(in, i, inNarrow));
    }
}

// Twin: Kernels.copyEach. Row i of sequence b, of n, becomes row b * capacity + first + i of room.
extern "C" __global__ void copyEach(
        const void* rows, int rowsNarrow, int n, int columns, void* room, int roomNarrow, int capacity, int first,
        i64 size) {
    letNextBegin();
    awaitPrevious();
    bool eights = columns % 8 == 0;
    i64 count = eights ? size / 8 : size;
    for (i64 at = (i64) blockIdx.x * blockDim.x + threadIdx.x; at < count; at += (i64) gridDim.x * blockDim.x) {
        i64 i = eights ? 8 * at : at;
        i64 row = i / columns;
        i64 to = (row / n * capacity + first + row % n) * columns + i % columns;
        if (eights) {
            float values[8];
            eightOf(rows, rowsNarrow, i, values);
            putEight(room, roomNarrow, to, values);
        } else {
            putAt(room, to, roomNarrow, valueAt(rows, i, rowsNarrow));
        }
    }
}

// A block for each row, a thread for eight of its columns: a single row waits for nothing but its own values. out may be x.
extern "C" __global__ void __launch_bounds__(1024) rmsNorm(
        const void* x, int xNarrow, const float* gain, int columns, float eps, void* out, int outNarrow) {
    __shared__ float parts[32];
    letNextBegin();
    i64 row = (i64) blockIdx.x * columns;
    bool eights = columns % 8 == 0;
    float early[8]; // the gain of the thread's first columns, a weight
    if (eights && threadIdx.x < columns / 8) {
        eightOf(gain, 0, 8 * threadIdx.x, early);
    }
    awaitPrevious();
    float squares = 0;
    for (int j = threadIdx.x; j < (eights ? columns / 8 : columns); j += blockDim.x) {
        if (eights) {
            float values[8];
            eightOf(x, xNarrow, row + 8 * j, values);
#pragma unroll
            for (int i = 0; i < 8; i++) {
                squares += values[i] * values[i];
            }
        } else {
            float value = valueAt(x, row + j, xNarrow);
            squares += value * value;
        }
    }
    squares = warpSum(squares);
    if (threadIdx.x % 32 == 0) {
        parts[threadIdx.x / 32] = squares;
    }
    __syncthreads();
    float sum = 0;
    for (int warp = 0; warp < blockDim.x / 32; warp++) {
        sum += parts[warp];
    }
    float inverse = rsqrtf(sum / columns + eps);
    for (int j = threadIdx.x; j < (eights ? columns / 8 : columns); j += blockDim.x) {
        if (eights) {
            float values[8];
            float by[8];
            eightOf(x, xNarrow, row + 8 * j, values);
            if (j != threadIdx.x) {
                eightOf(gain, 0, 8 * j, by);
            }
#pragma unroll
            for (int i = 0; i < 8; i++) {
                values[i] = values[i] * inverse * (j == threadIdx.x ? early[i] : by[i]);
            }
            putEight(out, outNarrow, row + 8 * j, values);
        } else {
            putAt(out, row + j, outNarrow, valueAt(x, row + j, xNarrow) * inverse * gain[j]);
        }
    }
}

// The end of rmsNorm of rows in BF16 that somerows.cu has left without their factors, a block for each; squares is [tiles,
// stride], sums of the squares of a tile's part of each row.
extern "C" __global__ void finishNorm(
        u16* x, int columns, const float* squares, int tiles, int stride, float eps) {
    letNextBegin();
    awaitPrevious();
    float sum = 0;
    for (int i = threadIdx.x; i < tiles; i += ROW_THREADS) {
        sum += squares[(i64) i * stride + blockIdx.x];
    }
    float factor = rsqrtf(blockSum(sum) / columns + eps);
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        i64 at = (i64) blockIdx.x * columns + j;
        x[at] = narrowed(widened(x[at]) * factor);
    }
}

// A block for each row; out may be x, bias may be null.
extern "C" __global__ void layerNorm(
        const void* x, int xNarrow, const float* gain, const float* bias, int columns, float eps, void* out,
        int outNarrow) {
    letNextBegin();
    awaitPrevious();
    i64 row = (i64) blockIdx.x * columns;
    float sum = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        sum += valueAt(x, row + j, xNarrow);
    }
    float mean = blockSum(sum) / columns;
    float squares = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        float value = valueAt(x, row + j, xNarrow) - mean;
        squares += value * value;
    }
    float inverse = rsqrtf(blockSum(squares) / columns + eps);
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        float value = (valueAt(x, row + j, xNarrow) - mean) * inverse * gain[j];
        putAt(out, row + j, outNarrow, value + (bias == 0 ? 0 : bias[j]));
    }
}

// The part of linear that is no product.
extern "C" __global__ void addBias(void* x, int narrow, const float* bias, int columns, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(x, i, narrow, valueAt(x, i, narrow) + bias[i % columns]);
    }
}

// A thread for each pair that turns together, or for eight neighbours where they lie so; `step` is from the first of a pair
// to the first of the next, `apart` from the first to the second. Sequences of `each` rows begin at the same position.
extern "C" __global__ void rope(
        void* x, int narrow, int n, int each, int heads, int d, const float* cos, const float* sin, int pairs, int step,
        int apart) {
    letNextBegin();
    awaitPrevious();
    bool eights = step == 1 && pairs % 8 == 0 && d % 8 == 0;
    int groups = eights ? pairs / 8 : pairs;
    i64 size = (i64) n * heads * groups;
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        int pair = eights ? i % groups * 8 : i % groups;
        i64 row = i / groups / heads % each;
        i64 first = i / groups * d + pair * step;
        if (eights) {
            float c[8], s[8], a[8], b[8];
            eightOf(cos, 0, row * pairs + pair, c);
            eightOf(sin, 0, row * pairs + pair, s);
            eightOf(x, narrow, first, a);
            eightOf(x, narrow, first + apart, b);
#pragma unroll
            for (int j = 0; j < 8; j++) {
                float turned = a[j] * c[j] - b[j] * s[j];
                b[j] = b[j] * c[j] + a[j] * s[j];
                a[j] = turned;
            }
            putEight(x, narrow, first, a);
            putEight(x, narrow, first + apart, b);
        } else {
            float c = cos[row * pairs + pair];
            float s = sin[row * pairs + pair];
            float a = valueAt(x, first, narrow);
            float b = valueAt(x, first + apart, narrow);
            putAt(x, first, narrow, a * c - b * s);
            putAt(x, first + apart, narrow, b * c + a * s);
        }
    }
}

__device__ __forceinline__ void anglesOf(float (&c)[8], float (&s)[8], const float* cos, const float* sin, i64 at) {
    eightOf(cos, 0, at, c);
    eightOf(sin, 0, at, s);
}

// Twin: Kernels.turnAndKeep, where heads turn whole and in halves, 2 · pairs values. A thread takes eight pairs of a head of
// q, which stay where they are, or of k or v, whose row i of sequence b, of `each`, becomes row b * capacity + first + i.
extern "C" __global__ void turnAndKeep(
        void* q, int qNarrow, const void* k, const void* v, int narrow, int n, int each, int h, int g, const float* cos,
        const float* sin, int pairs, void* keys, void* values, int roomNarrow, int capacity, int first) {
    letNextBegin();
    int groups = pairs / 8;
    int heads = h + 2 * g;
    i64 size = (i64) n * heads * groups;
    i64 step = (i64) gridDim.x * blockDim.x;
    i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x;
    float c[8], s[8];
    if (i < size) {
        anglesOf(c, s, cos, sin, i / groups / heads % each * pairs + i % groups * 8); // tables that nobody changes
    }
    awaitPrevious();
    for (; i < size; i += step) {
        i64 row = i / groups / heads;
        int head = i / groups % heads;
        int pair = i % groups * 8;
        bool ofQuery = head < h;
        bool ofValue = head >= h + g;
        const void* from = ofQuery ? q : ofValue ? v : k;
        i64 at = (ofQuery ? row * h + head : row * g + (head - h) % g) * 2 * pairs + pair;
        float a[8], b[8];
        eightOf(from, ofQuery ? qNarrow : narrow, at, a);
        eightOf(from, ofQuery ? qNarrow : narrow, at + pairs, b);
        if (!ofValue) {
#pragma unroll
            for (int j = 0; j < 8; j++) {
                float turned = a[j] * c[j] - b[j] * s[j];
                b[j] = b[j] * c[j] + a[j] * s[j];
                a[j] = turned;
            }
        }
        i64 skipped = ofQuery ? 0 : (row / each * capacity + first + row % each - row) * g * 2 * pairs;
        void* to = ofQuery ? q : ofValue ? values : keys;
        putEight(to, ofQuery ? qNarrow : roomNarrow, at + skipped, a);
        putEight(to, ofQuery ? qNarrow : roomNarrow, at + skipped + pairs, b);
        if (i + step < size) {
            anglesOf(c, s, cos, sin, (i + step) / groups / heads % each * pairs + (i + step) % groups * 8);
        }
    }
}

// What the causal mask hides is 0 and not read; a thread takes four columns where they lie so.
extern "C" __global__ void headMean(const float* pattern, int heads, int rows, int columns, float* out) {
    letNextBegin();
    awaitPrevious();
    int wide = columns % 4 == 0 ? 4 : 1;
    i64 slice = (i64) rows * columns;
    for (i64 at = (i64) blockIdx.x * blockDim.x + threadIdx.x; at < slice / wide; at += (i64) gridDim.x * blockDim.x) {
        i64 i = at * wide;
        bool hidden = i % columns > i / columns + columns - rows;
        float4 sum = make_float4(0, 0, 0, 0);
        if (wide == 4) {
#pragma unroll 8
            for (int a = 0; a < (hidden ? 0 : heads); a++) {
                float4 four = *(const float4*) (pattern + a * slice + i);
                sum.x += four.x, sum.y += four.y, sum.z += four.z, sum.w += four.w;
            }
            *(float4*) (out + i) = make_float4(sum.x / heads, sum.y / heads, sum.z / heads, sum.w / heads);
        } else {
            for (int a = 0; a < (hidden ? 0 : heads); a++) {
                sum.x += pattern[a * slice + i];
            }
            out[i] = sum.x / heads;
        }
    }
}

// All three are narrow, or none.
extern "C" __global__ void gate(int activation, const void* gate, const void* up, void* out, int narrow, i64 size) {
    letNextBegin();
    awaitPrevious();
    i64 first = (i64) blockIdx.x * blockDim.x + threadIdx.x;
    if (size % 8 == 0) {
        for (i64 i = first; i < size / 8; i += (i64) gridDim.x * blockDim.x) {
            float a[8], b[8];
            eightOf(gate, narrow, 8 * i, a);
            eightOf(up, narrow, 8 * i, b);
#pragma unroll
            for (int j = 0; j < 8; j++) {
                a[j] = activate(activation, a[j]) * b[j];
            }
            putEight(out, narrow, 8 * i, a);
        }
        return;
    }
    for (i64 i = first; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(out, i, narrow, activate(activation, valueAt(gate, i, narrow)) * valueAt(up, i, narrow));
    }
}

// Twin: ReferenceKernels.activate. out may be x; both are narrow, or none.
extern "C" __global__ void activateAll(int activation, const void* x, void* out, int narrow, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(out, i, narrow, activate(activation, valueAt(x, i, narrow)));
    }
}

extern "C" __global__ void softCap(float* x, float cap, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        x[i] = cap * tanhf(x[i] / cap);
    }
}

extern "C" __global__ void scale(float* x, float factor, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        x[i] *= factor;
    }
}

extern "C" __global__ void add(float* x, const float* y, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        x[i] += y[i];
    }
}

// A block for each row.
extern "C" __global__ void crossEntropy(const float* logits, const int* targets, int columns, double* out) {
    letNextBegin();
    awaitPrevious();
    const float* row = logits + (i64) blockIdx.x * columns;
    int target = targets[blockIdx.x];
    float max = rowMax(row, columns);
    float sum = rowExpSum(row, columns, max);
    if (threadIdx.x == 0) {
        out[blockIdx.x] = target < 0 ? 0 : (double) max + log((double) sum) - row[target];
    }
}

// out[column] is the sum over rows of partial [rows, columns], in order; a thread for each column.
extern "C" __global__ void sumColumns(const double* partial, int rows, int columns, double* out) {
    letNextBegin();
    awaitPrevious();
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column < columns) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += partial[(i64) row * columns + column];
        }
        out[column] = sum;
    }
}

// The sum of all values, by one block.
extern "C" __global__ void sumAll(const double* values, int size, double* out) {
    letNextBegin();
    awaitPrevious();
    double sum = 0;
    for (int i = threadIdx.x; i < size; i += ROW_THREADS) {
        sum += values[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        out[0] = sum;
    }
}
