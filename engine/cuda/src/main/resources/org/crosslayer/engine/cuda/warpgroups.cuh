// What Hopper's tensor cores work with: tiles that the card's copying engine brings into shared memory, barriers that say
// when they are there, and products that four warps ask for together. Put in front of attendwide.cu and
// attendmeanwide.cu, behind tensor.cuh; for sm_90a alone.
//
// A tile is made of panels of 64 columns, 128 bytes a row. Within eight rows, the sixteen bytes at place p of row r lie at
// place p ^ r, so that neither engine meets a bank twice; a panel begins at a multiple of 1,024 bytes.

#define PANEL 64 // columns
#define PANEL_ROW 128 // bytes
#define EIGHT_ROWS 1024 // bytes

// How a tensor lies in memory, and what is copied of it at once; made by the driver. Twin: TileMaps.
struct __align__(64) TileMap {
    i64 words[16];
};

typedef unsigned long long Barrier;

__device__ __forceinline__ void initBarrier(Barrier* barrier, int arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(arrivals));
}

// Lets the copying engine, and the block once it has met, see barriers that were made.
__device__ __forceinline__ void barriersMade() {
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
    asm volatile("fence.proxy.async;" ::: "memory");
}

__device__ __forceinline__ void arrive(Barrier* barrier) {
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(sharedAddress(barrier)) : "memory");
}

// Arrives, and makes the barrier wait for so many bytes too.
__device__ __forceinline__ void expectBytes(Barrier* barrier, int bytes) {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(bytes)
                 : "memory");
}

// Waits for the end of a barrier's phase; phases are counted from 0, and the one before the first has ended.
__device__ __forceinline__ void awaitPhase(Barrier* barrier, int phase) {
    asm volatile("{\n"
                 ".reg .pred done;\n"
                 "again:\n"
                 "mbarrier.try_wait.parity.shared::cta.b64 done, [%0], %1;\n"
                 "@!done bra again;\n"
                 "}" ::"r"(sharedAddress(barrier)), "r"(phase & 1)
                 : "memory");
}

// Begins to bring a box of a tensor: columns, rows and sequence from these on; what lies outside the tensor becomes 0.
__device__ __forceinline__ void bring(void* to, const TileMap& map, int column, int row, int sequence, Barrier* barrier) {
    asm volatile("cp.async.bulk.tensor.3d.shared::cluster.global.tile.mbarrier::complete_tx::bytes [%0], "
                 "[%1, {%2, %3, %4}], [%5];" ::"r"(sharedAddress(to)), "l"(&map), "r"(column), "r"(row), "r"(sequence),
                 "r"(sharedAddress(barrier))
                 : "memory");
}

// Where a factor of a product lies, for the tensor cores: what is summed over runs along its rows.
__device__ __forceinline__ i64 alongRows(const void* at) {
    return (sharedAddress(at) & 0x3ffff) >> 4 | (i64) 1 << 16 | (i64) (EIGHT_ROWS >> 4) << 32 | (i64) 1 << 62;
}

// The same, where it runs down the columns; panels are so many bytes apart.
__device__ __forceinline__ i64 downColumns(const void* at, int panelBytes) {
    return (sharedAddress(at) & 0x3ffff) >> 4 | (i64) (panelBytes >> 4) << 16 | (i64) (EIGHT_ROWS >> 4) << 32
            | (i64) 1 << 62;
}

// Registers that are written from here on by products, or read of products that have ended.
template <int N>
__device__ __forceinline__ void settle(float (&c)[N][4]) {
#pragma unroll
    for (int j = 0; j < N; j++) {
        asm volatile("" : "+f"(c[j][0]), "+f"(c[j][1]), "+f"(c[j][2]), "+f"(c[j][3])::"memory");
    }
}

__device__ __forceinline__ void beginProducts() {
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}

__device__ __forceinline__ void endProducts() {
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

// Waits until no more than so many groups of products are under way.
template <int PENDING>
__device__ __forceinline__ void awaitProducts() {
    asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(PENDING) : "memory");
}

#define FOUR(c, j) "+f"(c[j][0]), "+f"(c[j][1]), "+f"(c[j][2]), "+f"(c[j][3])
#define SIXTEEN(c, j) FOUR(c, j), FOUR(c, j + 1), FOUR(c, j + 2), FOUR(c, j + 3)
#define REGISTERS_32                                                                                                   \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31}, "
#define REGISTERS_64                                                                                                   \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31, %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, " \
    "%46, %47, %48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}, "

// c [64, 128] = a [64, 16] · bᵀ, b [128, 16], added to what was there if `adds`. A lane holds of c what it holds of a
// product of its warp's 16 rows by `multiply`.
__device__ __forceinline__ void multiplyTurned(float (&c)[16][4], i64 a, i64 b, int adds) {
    asm volatile("{\n.reg .pred adds;\nsetp.ne.b32 adds, %66, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 " REGISTERS_64
                 "%64, %65, adds, 1, 1, 0, 0;\n}"
                 : SIXTEEN(c, 0), SIXTEEN(c, 4), SIXTEEN(c, 8), SIXTEEN(c, 12)
                 : "l"(a), "l"(b), "r"(adds));
}

// c [64, 128] += a [64, 16] · b [16, 128], a as `multiply` takes it.
__device__ __forceinline__ void multiplyHeld(float (&c)[16][4], const unsigned (&a)[4], i64 b) {
    asm volatile("wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 " REGISTERS_64
                 "{%64, %65, %66, %67}, %68, 1, 1, 1, 1;"
                 : SIXTEEN(c, 0), SIXTEEN(c, 4), SIXTEEN(c, 8), SIXTEEN(c, 12)
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
}

// The same of 64 columns.
__device__ __forceinline__ void multiplyHeld(float (&c)[8][4], const unsigned (&a)[4], i64 b) {
    asm volatile("wgmma.mma_async.sync.aligned.m64n64k16.f32.bf16.bf16 " REGISTERS_32
                 "{%32, %33, %34, %35}, %36, 1, 1, 1, 1;"
                 : SIXTEEN(c, 0), SIXTEEN(c, 4)
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
}
