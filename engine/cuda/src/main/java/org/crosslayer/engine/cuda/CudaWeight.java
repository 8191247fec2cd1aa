package org.crosslayer.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// A parameter in the card's memory; freed with the last reference to it, or with the card.
///
/// @param dtype as the file has it
/// @param held  as the card has it, see [Precision#held]
/// @param place of the first byte, on the card
record CudaWeight(int rows, int columns, DType dtype, DType held, long place) implements Weight {
    private static final Cleaner CLEANER = Cleaner.create();

    /// Brings a parameter to the card.
    static CudaWeight of(MappedTensor tensor, Precision precision, Card card, WeightKernels kernels) {
        List<Long> shape = tensor.shape();
        if (shape.isEmpty() || shape.size() > 2) {
            throw new IllegalArgumentException(
                    "Tensor %s has shape %s; a weight has one or two axes".formatted(tensor.name(), shape));
        }
        DType stored = tensor.dtype();
        if (!stored.isWeight() || shape.getLast() % stored.blockElements() != 0) {
            throw new IllegalArgumentException("Tensor %s of shape %s is stored as %s, which cannot be run"
                    .formatted(tensor.name(), shape, stored));
        }
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.getFirst());
        int columns = Math.toIntExact(shape.getLast());
        DType held = precision.held(stored, rows, tensor.size());
        long place = card.allocate(held.bytesOf(tensor.size()));
        if (held == stored) {
            card.upload(tensor.data(), place);
        } else {
            bring(tensor.data(), stored, tensor.size(), held, card, kernels, place);
        }
        card.breakChain();
        CudaWeight weight = new CudaWeight(rows, columns, stored, held, place);
        CLEANER.register(weight, () -> card.freeLater(place));
        return weight;
    }

    /// The address of float32 values.
    ///
    /// @throws IllegalStateException if others are held: the operation has to ask [WeightKernels] for them
    long address() {
        if (held != DType.F32) {
            throw new IllegalStateException("A weight [%d, %d] is held as %s".formatted(rows, columns, held));
        }
        return place;
    }

    long size() {
        return (long) rows * columns;
    }

    private static void bring(
            MemorySegment data, DType stored, long size, DType held, Card card, WeightKernels kernels, long place) {
        long brought = card.allocate(data.byteSize());
        card.upload(data, brought);
        kernels.widen(stored, brought, size, place, held == DType.BF16);
        card.free(brought);
    }
}
