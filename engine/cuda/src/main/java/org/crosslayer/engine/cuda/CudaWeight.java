package org.crosslayer.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// A parameter in the card's memory, widened to float32 when it was brought there; freed with the last reference to it,
/// or with the card.
///
/// @param address of the first value, on the card
record CudaWeight(int rows, int columns, DType dtype, long address) implements Weight {
    private static final Cleaner CLEANER = Cleaner.create();

    /// Brings a parameter to the card.
    static CudaWeight of(MappedTensor tensor, Card card, KernelLibrary kernels, Launch launch) {
        List<Long> shape = tensor.shape();
        if (shape.isEmpty() || shape.size() > 2) {
            throw new IllegalArgumentException(
                    "Tensor %s has shape %s; a weight has one or two axes".formatted(tensor.name(), shape));
        }
        if (!tensor.dtype().isWeight() || shape.getLast() % tensor.dtype().blockElements() != 0) {
            throw new IllegalArgumentException("Tensor %s of shape %s is stored as %s, which cannot be run"
                    .formatted(tensor.name(), shape, tensor.dtype()));
        }
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.getFirst());
        int columns = Math.toIntExact(shape.getLast());
        long address = card.allocate(tensor.size() * Float.BYTES);
        switch (tensor.dtype()) {
            case F32 -> card.upload(tensor.data(), address);
            case F16 -> widen(tensor, card, launch, kernels.kernel(KernelSource.ROWS, "widenHalf"), address);
            case BF16 -> widen(tensor, card, launch, kernels.kernel(KernelSource.ROWS, "widenBfloat"), address);
            default -> card.upload(MemorySegment.ofArray(tensor.toFloats()), address);
        }
        CudaWeight weight = new CudaWeight(rows, columns, tensor.dtype(), address);
        CLEANER.register(weight, () -> card.freeLater(address));
        return weight;
    }

    private static void widen(MappedTensor tensor, Card card, Launch launch, CUfunc_st kernel, long address) {
        long narrow = card.allocate(tensor.data().byteSize());
        card.upload(tensor.data(), narrow);
        launch.of(kernel).pointer(narrow).pointer(address).size(tensor.size()).overValues(tensor.size());
        card.free(narrow);
    }
}
