package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_TENSOR_MAP_DATA_TYPE_BFLOAT16;
import static org.bytedeco.cuda.global.cudart.CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE;
import static org.bytedeco.cuda.global.cudart.CU_TENSOR_MAP_INTERLEAVE_NONE;
import static org.bytedeco.cuda.global.cudart.CU_TENSOR_MAP_L2_PROMOTION_L2_256B;
import static org.bytedeco.cuda.global.cudart.CU_TENSOR_MAP_SWIZZLE_128B;
import static org.bytedeco.cuda.global.cudart.cuTensorMapEncodeTiled;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.cuda.cudart.CUtensorMap;

/// Makes descriptions of rows in BF16, by which a card since Hopper copies boxes of them into shared memory.
///
/// A box is 64 columns wide and lies there as warpgroups.cuh says. Used by one thread at a time.
final class TileMaps {
    /// Columns of a box: PANEL in warpgroups.cuh.
    static final int PANEL = 64;

    private static final int BYTES = 128;
    /// The driver wants a map to begin at a multiple of this.
    private static final int ALIGNMENT = 64;

    private final MemorySegment struct = Arena.ofAuto().allocate(BYTES, ALIGNMENT);
    private final CUtensorMap map = new CUtensorMap(new NativePointer().at(struct.address()));
    private final NativePointer first = new NativePointer();

    /// A map of `[sequences, rows, columns]`; what a box holds beyond it becomes 0.
    ///
    /// @param place    of the first value on the card, a multiple of 16
    /// @param columns  a multiple of 8
    /// @param rows     of each sequence that are there
    /// @param capacity rows from one sequence to the next
    /// @param boxRows  that are copied at once, up to 256
    /// @return a struct TileMap of warpgroups.cuh
    long[] of(long place, int columns, int rows, int capacity, int sequences, int boxRows) {
        long rowBytes = (long) columns * Short.BYTES;
        long[] sizes = {columns, rows, sequences};
        long[] strides = {rowBytes, rowBytes * capacity};
        int[] box = {PANEL, boxRows, 1};
        int[] steps = {1, 1, 1};
        Answers.require(
                () -> cuTensorMapEncodeTiled(
                        map,
                        CU_TENSOR_MAP_DATA_TYPE_BFLOAT16,
                        sizes.length,
                        first.at(place),
                        sizes,
                        strides,
                        box,
                        steps,
                        CU_TENSOR_MAP_INTERLEAVE_NONE,
                        CU_TENSOR_MAP_SWIZZLE_128B,
                        CU_TENSOR_MAP_L2_PROMOTION_L2_256B,
                        CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE),
                "describe rows that are to be copied");
        return struct.toArray(ValueLayout.JAVA_LONG);
    }
}
