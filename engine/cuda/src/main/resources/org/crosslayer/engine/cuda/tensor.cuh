// Tensor cores on BF16, and what feeds them. Put in front of attend.cu, warpgroups.cuh, attendrow.cu, correct.cu and
// somerows.cu.

__device__ __forceinline__ unsigned packed(float low, float high) {
    unsigned both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
}

__device__ __forceinline__ unsigned sharedAddress(const void* at) {
    return (unsigned) __cvta_generic_to_shared(at);
}

__device__ __forceinline__ void loadMatrices(unsigned (&out)[4], const u16* at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(sharedAddress(at)));
}

__device__ __forceinline__ void loadTurned(unsigned (&out)[4], const u16* at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(out[0]), "=r"(out[1]), "=r"(out[2]), "=r"(out[3])
                 : "r"(sharedAddress(at)));
}

// c [16, 8] += a [16, 16] · b [16, 8].
__device__ __forceinline__ void multiply(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
                 "{%0, %1, %2, %3};"
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Begins to copy eight values; where they are not there they become 0.
__device__ __forceinline__ void fetch(u16* to, const u16* from, bool there) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(sharedAddress(to)), "l"(from),
                 "r"(there ? 16 : 0));
}

__device__ __forceinline__ void fetched() {
    asm volatile("cp.async.commit_group;");
}

template <int PENDING>
__device__ __forceinline__ void awaitFetched() {
    asm volatile("cp.async.wait_group %0;" ::"n"(PENDING));
}

// How the cache is to hold what nobody asks for again soon: it leaves before all else.
__device__ __forceinline__ unsigned long long once() {
    unsigned long long policy;
    asm volatile("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;" : "=l"(policy));
    return policy;
}

// A place in shared memory, as a number of which the compiler cannot tell that threads have a part in common: of a copy with
// a policy to a place in such parts NVRTC 13.0 makes an illegal instruction.
__device__ __forceinline__ unsigned wholeAddress(const u16* at) {
    return __shfl_sync(0xffffffffu, sharedAddress(at), threadIdx.x % 32);
}

// The greatest, or the sum, of the four lanes that hold a row.
__device__ __forceinline__ float quadMax(float x) {
    x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 1));
    return fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 2));
}

__device__ __forceinline__ float quadSum(float x) {
    x += __shfl_xor_sync(0xffffffffu, x, 1);
    return x + __shfl_xor_sync(0xffffffffu, x, 2);
}

// 2 to the power of x, to about seven digits; 0 of minus infinity.
__device__ __forceinline__ float power(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}
