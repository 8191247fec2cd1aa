package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_GEMM_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasGemmEx;
import static org.bytedeco.cuda.global.cublas.cublasGemmStridedBatchedEx;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemmStridedBatched;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.javacpp.FloatPointer;

/// Matrix products by cuBLAS, with sums in float32: of float32, or where asked for TF32, and of BF16.
///
/// Everything here is row-major, cuBLAS is column-major: what it sees of each matrix is the transpose, so that the
/// factors change places, `Cᵀ = Bᵀ Aᵀ`.
final class Products implements AutoCloseable {
    private static final String LIBRARY = "cuBLAS";

    /// A run of matrices of one shape in memory.
    ///
    /// @param address of the first value of the first matrix
    /// @param stride  values from one row to the next
    /// @param apart   values from one matrix to the next
    record Matrices(long address, int stride, long apart) {
        static Matrices one(long address, int stride) {
            return new Matrices(address, stride, 0);
        }
    }

    private final Card card;
    private final Profile profile;
    private final cublasContext handle = new cublasContext();
    private final FloatPointer alpha = new FloatPointer(1);
    private final FloatPointer beta = new FloatPointer(1);
    private final NativePointer left = new NativePointer();
    private final NativePointer right = new NativePointer();
    private final NativePointer result = new NativePointer();

    /// @param rounds whether factors may be rounded to TF32
    Products(Card card, Profile profile, boolean rounds) {
        this.card = card;
        this.profile = profile;
        card.enter();
        Answers.require(LIBRARY, () -> cublasCreate_v2(handle), "start");
        Answers.require(LIBRARY, () -> cublasSetStream_v2(handle, card.stream()), "join the stream");
        Answers.require(
                LIBRARY,
                () -> cublasSetMathMode(handle, rounds ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH),
                "set its precision");
    }

    /// `C [rows, columns] = scale · A [rows, inner] · B [inner, columns] (+ C)`, for each of `count` matrices.
    ///
    /// @param transposesA A is stored as `[inner, rows]`
    /// @param transposesB B is stored as `[columns, inner]`
    void multiply(
            int rows,
            int columns,
            int inner,
            float scale,
            Matrices a,
            boolean transposesA,
            Matrices b,
            boolean transposesB,
            boolean adds,
            Matrices c,
            int count) {
        if (rows == 0 || columns == 0 || inner == 0) {
            return;
        }
        card.enter();
        card.breakChain();
        alpha.put(scale);
        beta.put(adds ? 1 : 0);
        profile.before("product");
        int first = transposesB ? CUBLAS_OP_T : CUBLAS_OP_N;
        int second = transposesA ? CUBLAS_OP_T : CUBLAS_OP_N;
        left.at(b.address());
        right.at(a.address());
        result.at(c.address());
        if (count == 1) {
            // The same product, but the library spends less time on thinking how to do it.
            Answers.require(
                    LIBRARY,
                    () -> cublasSgemm_v2(
                            handle,
                            first,
                            second,
                            columns,
                            rows,
                            inner,
                            alpha,
                            left,
                            b.stride(),
                            right,
                            a.stride(),
                            beta,
                            result,
                            c.stride()),
                    "multiply two matrices");
            profile.after();
            return;
        }
        Answers.require(
                LIBRARY,
                () -> cublasSgemmStridedBatched(
                        handle,
                        first,
                        second,
                        columns,
                        rows,
                        inner,
                        alpha,
                        left,
                        b.stride(),
                        b.apart(),
                        right,
                        a.stride(),
                        a.apart(),
                        beta,
                        result,
                        c.stride(),
                        c.apart(),
                        count),
                "multiply matrices");
        profile.after();
    }

    /// As [#multiply], of matrices of BF16, the first of which is stored as it is.
    ///
    /// @param narrow C is stored as BF16 too
    void multiplyRounded(
            int rows,
            int columns,
            int inner,
            float scale,
            Matrices a,
            Matrices b,
            boolean transposesB,
            boolean adds,
            Matrices c,
            boolean narrow,
            int count) {
        if (rows == 0 || columns == 0 || inner == 0) {
            return;
        }
        card.enter();
        card.breakChain();
        alpha.put(scale);
        beta.put(adds ? 1 : 0);
        profile.before("product");
        int first = transposesB ? CUBLAS_OP_T : CUBLAS_OP_N;
        int type = narrow ? CUDA_R_16BF : CUDA_R_32F;
        left.at(b.address());
        right.at(a.address());
        result.at(c.address());
        if (count == 1) {
            Answers.require(
                    LIBRARY,
                    () -> cublasGemmEx(
                            handle,
                            first,
                            CUBLAS_OP_N,
                            columns,
                            rows,
                            inner,
                            alpha,
                            left,
                            CUDA_R_16BF,
                            b.stride(),
                            right,
                            CUDA_R_16BF,
                            a.stride(),
                            beta,
                            result,
                            type,
                            c.stride(),
                            CUBLAS_COMPUTE_32F,
                            CUBLAS_GEMM_DEFAULT),
                    "multiply two rounded matrices");
            profile.after();
            return;
        }
        Answers.require(
                LIBRARY,
                () -> cublasGemmStridedBatchedEx(
                        handle,
                        first,
                        CUBLAS_OP_N,
                        columns,
                        rows,
                        inner,
                        alpha,
                        left,
                        CUDA_R_16BF,
                        b.stride(),
                        b.apart(),
                        right,
                        CUDA_R_16BF,
                        a.stride(),
                        a.apart(),
                        beta,
                        result,
                        type,
                        c.stride(),
                        c.apart(),
                        count,
                        CUBLAS_COMPUTE_32F,
                        CUBLAS_GEMM_DEFAULT),
                "multiply rounded matrices");
        profile.after();
    }

    @Override
    public void close() {
        card.enter();
        Answers.require(LIBRARY, () -> cublasDestroy_v2(handle), "stop");
        alpha.close();
        beta.close();
    }
}
