// Up to three matrices that are multiplied by the same rows, and what becomes of the sums. Put in front of fewrows.cu and
// somerows.cu.

// Twin: WeightKernels.Mode.
#define PLAIN 0
#define ADDING 1
#define GATED 2
#define NORMING 3

struct Matrix {
    const u8* weights;
    const float* bias;
    void* out;
    int rows;
    int narrow;
};

struct Matrices {
    Matrix at[3];
};

// The place of a row among those of several matrices.
__device__ __forceinline__ int matrixOf(const Matrices& all, int& row) {
    int which = 0;
    while (which < 2 && row >= all.at[which].rows) {
        row -= all.at[which].rows;
        which++;
    }
    return which;
}

// What becomes of the sums of a row of one matrix, or where they are GATED of the same row of both.
__device__ __forceinline__ void finish(
        const Matrices& all, int mode, int activation, int which, int row, int r, float sum, float other) {
    const Matrix& to = all.at[which];
    i64 place = (i64) r * to.rows + row;
    if (mode == GATED) {
        sum = activate(activation, sum) * other;
    } else {
        sum += to.bias == 0 ? 0 : to.bias[row];
        if (mode == ADDING) {
            atomicAdd((float*) to.out + place, sum); // nobody else adds to it, and nobody waits for what is there
            return;
        }
    }
    putAt(to.out, place, to.narrow, sum);
}
