// Operations on rows and single values. Twin of each: the method of the same name in ReferenceKernels.

// Copies values, rounding or widening where source and target differ.
extern "C" __global__ void convert(const void* in, int inNarrow, void* out, int outNarrow, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        putAt(out, i, outNarrow, valueAt(in, i, inNarrow));
    }
}

// Twin: Kernels.copyEach. Row i of sequence b, of n, becomes row b * capacity + first + i of room.
extern "C" __global__ void copyEach(
        const void* rows, int rowsNarrow, int n, int columns, void* room, int roomNarrow, int capacity, int first,
        i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        i64 row = i / columns;
        i64 to = row / n * capacity + first + row % n;
        putAt(room, to * columns + i % columns, roomNarrow, valueAt(rows, i, rowsNarrow));
    }
}

// A block for each row, a thread for four of its columns up to 1024 threads: a single row waits for nothing but its own
// values. out may be x.
extern "C" __global__ void __launch_bounds__(1024) rmsNorm(
        const float* x, const float* gain, int columns, float eps, float* out) {
    __shared__ float parts[32];
    letNextBegin();
    awaitPrevious();
    const float* row = x + (i64) blockIdx.x * columns;
    float* to = out + (i64) blockIdx.x * columns;
    bool fours = columns % 4 == 0;
    float squares = 0;
    if (fours) {
        for (int j = threadIdx.x; j < columns / 4; j += blockDim.x) {
            float4 four = ((const float4*) row)[j];
            squares += four.x * four.x + four.y * four.y + four.z * four.z + four.w * four.w;
        }
    } else {
        for (int j = threadIdx.x; j < columns; j += blockDim.x) {
            squares += row[j] * row[j];
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
    if (fours) {
        for (int j = threadIdx.x; j < columns / 4; j += blockDim.x) {
            float4 four = ((const float4*) row)[j];
            float4 by = ((const float4*) gain)[j];
            ((float4*) to)[j] = make_float4(
                    four.x * inverse * by.x, four.y * inverse * by.y, four.z * inverse * by.z, four.w * inverse * by.w);
        }
    } else {
        for (int j = threadIdx.x; j < columns; j += blockDim.x) {
            to[j] = row[j] * inverse * gain[j];
        }
    }
}

// A block for each row; out may be x, bias may be null.
extern "C" __global__ void layerNorm(
        const float* x, const float* gain, const float* bias, int columns, float eps, float* out) {
    letNextBegin();
    awaitPrevious();
    const float* row = x + (i64) blockIdx.x * columns;
    float* to = out + (i64) blockIdx.x * columns;
    float sum = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        sum += row[j];
    }
    float mean = blockSum(sum) / columns;
    float squares = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        squares += (row[j] - mean) * (row[j] - mean);
    }
    float inverse = rsqrtf(blockSum(squares) / columns + eps);
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        to[j] = (row[j] - mean) * inverse * gain[j] + (bias == 0 ? 0 : bias[j]);
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

// A thread for each pair that turns together; `step` is from the first of a pair to the first of the next, `apart`
// from the first to the second. Sequences of `each` rows begin at the same position.
extern "C" __global__ void rope(
        void* x, int narrow, int n, int each, int heads, int d, const float* cos, const float* sin, int pairs, int step,
        int apart) {
    letNextBegin();
    awaitPrevious();
    i64 size = (i64) n * heads * pairs;
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        int pair = i % pairs;
        i64 row = i / pairs / heads % each;
        i64 first = i / pairs * d + pair * step;
        float c = cos[row * pairs + pair];
        float s = sin[row * pairs + pair];
        float a = valueAt(x, first, narrow);
        float b = valueAt(x, first + apart, narrow);
        putAt(x, first, narrow, a * c - b * s);
        putAt(x, first + apart, narrow, b * c + a * s);
    }
}

extern "C" __global__ void headMean(const float* pattern, int heads, i64 slice, float* out) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < slice; i += (i64) gridDim.x * blockDim.x) {
        float sum = 0;
        for (int a = 0; a < heads; a++) {
            sum += pattern[a * slice + i];
        }
        out[i] = sum / heads;
    }
}

extern "C" __global__ void gate(int activation, const float* gate, const float* up, float* out, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        out[i] = activate(activation, gate[i]) * up[i];
    }
}

// Twin: ReferenceKernels.activate. out may be x.
extern "C" __global__ void activateAll(int activation, const float* x, float* out, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        out[i] = activate(activation, x[i]);
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
