// Gradients. Twin of each: the method of the same name in ReferenceGradients, without Gradient.

// A block for each row; dx may be dy.
extern "C" __global__ void rmsNormGradient(
        const float* dy, const float* x, const float* gain, int columns, float eps, float* dx) {
    letNextBegin();
    awaitPrevious();
    i64 from = (i64) blockIdx.x * columns;
    float squares = 0;
    float products = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        float value = x[from + j];
        squares += value * value;
        products += value * gain[j] * dy[from + j];
    }
    float inverse = rsqrtf(blockSum(squares) / columns + eps);
    float pull = inverse * inverse * inverse * blockSum(products) / columns;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        dx[from + j] = inverse * gain[j] * dy[from + j] - pull * x[from + j];
    }
}

// A block for each row of each head; dScores may be dPattern.
extern "C" __global__ void softmaxGradient(const float* pattern, const float* dPattern, int n, float* dScores) {
    letNextBegin();
    awaitPrevious();
    i64 from = (i64) blockIdx.x * n;
    int visible = blockIdx.x % n + 1;
    float products = 0;
    for (int j = threadIdx.x; j < visible; j += ROW_THREADS) {
        products += pattern[from + j] * dPattern[from + j];
    }
    float mean = blockSum(products);
    for (int j = threadIdx.x; j < n; j += ROW_THREADS) {
        dScores[from + j] = j < visible ? pattern[from + j] * (dPattern[from + j] - mean) : 0;
    }
}

// dGate may be gate and dUp may be up.
extern "C" __global__ void gateGradient(
        int activation, const float* gate, const float* up, const float* dOut, float* dGate, float* dUp, i64 size) {
    letNextBegin();
    awaitPrevious();
    for (i64 i = (i64) blockIdx.x * blockDim.x + threadIdx.x; i < size; i += (i64) gridDim.x * blockDim.x) {
        float x = gate[i];
        float factor = up[i];
        float d = dOut[i];
        dGate[i] = d * factor * slope(activation, x);
        dUp[i] = d * activate(activation, x);
    }
}

// A block for each row of each head; dScores may be scores. losses is [heads * n].
extern "C" __global__ void patternDivergence(
        const float* teacher, const float* scores, int n, int window, float weight, float* dScores, double* losses) {
    letNextBegin();
    awaitPrevious();
    i64 from = (i64) blockIdx.x * n;
    int visible = blockIdx.x % n + 1;
    int first = max(0, visible - window);
    float highest = rowMax(scores + from + first, visible - first);
    float logSum = highest + logf(rowExpSum(scores + from + first, visible - first, highest));
    float loss = 0;
    for (int j = threadIdx.x; j < n; j += ROW_THREADS) {
        float d = 0;
        if (j >= first && j < visible) {
            float p = teacher[from + j];
            float logQ = scores[from + j] - logSum;
            loss += p > 0 ? p * (logf(p) - logQ) : 0;
            d = weight * (expf(logQ) - p);
        }
        dScores[from + j] = d;
    }
    loss = blockSum(loss);
    if (threadIdx.x == 0) {
        losses[blockIdx.x] = loss;
    }
}

// A block for each row; dStudent may be student. losses is [n].
extern "C" __global__ void logitDivergence(
        const float* teacher, const float* student, int columns, float weight, float* dStudent, double* losses) {
    letNextBegin();
    awaitPrevious();
    i64 from = (i64) blockIdx.x * columns;
    float pMax = rowMax(teacher + from, columns);
    float pSum = logf(rowExpSum(teacher + from, columns, pMax));
    float qMax = rowMax(student + from, columns);
    float qSum = logf(rowExpSum(student + from, columns, qMax));
    float loss = 0;
    for (int j = threadIdx.x; j < columns; j += ROW_THREADS) {
        float logP = teacher[from + j] - pMax - pSum;
        float logQ = student[from + j] - qMax - qSum;
        float p = expf(logP);
        loss += p * (logP - logQ);
        dStudent[from + j] = weight * (expf(logQ) - p);
    }
    loss = blockSum(loss);
    if (threadIdx.x == 0) {
        losses[blockIdx.x] = loss;
    }
}
