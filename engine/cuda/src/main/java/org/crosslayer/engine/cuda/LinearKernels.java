package org.crosslayer.engine.cuda;

import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Kernels.Typed;
import org.crosslayer.engine.cuda.Products.Matrices;
import org.crosslayer.engine.cuda.WeightKernels.Mode;
import org.crosslayer.engine.tensor.DType;

/// Linear maps: of a few rows by a kernel that reads weights as they are held, of some by one for weights in BF16, of
/// many by cuBLAS.
final class LinearKernels {
    private final Precision precision;
    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final Products products;
    private final WeightKernels weights;
    private final SomeRowsKernels some;

    LinearKernels(
            Precision precision,
            Card card,
            KernelLibrary library,
            Launch launch,
            Products products,
            WeightKernels weights,
            NormKernels norms) {
        this.precision = precision;
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.products = products;
        this.weights = weights;
        some = new SomeRowsKernels(card, library, launch, norms);
    }

    /// As [org.crosslayer.engine.backend.Backend#linears].
    void linears(CudaTensor x, List<Typed<CudaTensor, CudaWeight>> maps) {
        if (maps.stream().allMatch(map -> WeightKernels.few(x, map.w()))) {
            weights.multiply(Mode.PLAIN, null, x, maps);
            return;
        }
        if (maps.stream().allMatch(map -> some(x, map.w()))) {
            some.multiply(Mode.PLAIN, null, x, bare(x), maps);
            return;
        }
        long rounded = 0;
        for (Typed<CudaTensor, CudaWeight> map : maps) {
            rounded = product(x, rounded, map.w(), false, map.out());
            CudaWeight bias = map.bias();
            if (bias != null) {
                addBias(bias, map.out());
            }
        }
    }

    private boolean some(CudaTensor x, CudaWeight w) {
        return precision == Precision.BF16 && some.serves(x, w);
    }

    /// A map of many rows, each result of which goes to row `first` of a room of its own of `out.rows / x.rows` rows.
    ///
    /// @return whether it was done: not where another kernel than cuBLAS's is faster, or offsets pass 31 bits
    boolean apart(CudaTensor x, CudaWeight w, CudaTensor out, int first) {
        boolean plain = precision == Precision.BF16 && w.held() == DType.BF16 && out.narrow();
        if (!plain || WeightKernels.few(x, w) || some(x, w) || out.size() > Integer.MAX_VALUE) {
            return false;
        }
        int columns = out.columns();
        products.multiplyRounded(
                x.rows(),
                w.rows(),
                w.columns(),
                1,
                Matrices.one(rounded(x), w.columns()),
                Matrices.one(w.place(), w.columns()),
                true,
                false,
                Matrices.one(out.place() + (long) first * columns * Short.BYTES, out.rows() / x.rows() * columns),
                true,
                1);
        return true;
    }

    /// As [org.crosslayer.engine.backend.Backend#linearAdd].
    void add(CudaTensor x, CudaWeight w, CudaTensor sum) {
        if (WeightKernels.few(x, w)) {
            weights.multiply(Mode.ADDING, null, x, List.of(new Typed<>(w, null, sum)));
        } else if (some(x, w)) {
            some.multiply(Mode.ADDING, null, x, rounded(x), List.of(new Typed<>(w, null, sum)));
        } else {
            product(x, 0, w, true, sum);
        }
    }

    /// As [org.crosslayer.engine.backend.Backend#linearAddNorm]; `out` is left [Unfinished].
    ///
    /// @return whether it was done
    boolean addNorm(CudaTensor x, CudaWeight w, CudaTensor sum, CudaWeight gain, float eps, CudaTensor out) {
        boolean may = !WeightKernels.few(x, w) && some(x, w) && !sum.narrow() && out.narrow();
        if (may) {
            some.addNorm(x, rounded(x), w, sum, gain, eps, out);
        }
        return may;
    }

    /// As [org.crosslayer.engine.backend.Backend#gatedLinear].
    void gated(Activation activation, CudaTensor x, CudaWeight gate, CudaWeight up, CudaTensor out, CudaTensor spare) {
        List<Typed<CudaTensor, CudaWeight>> both = List.of(new Typed<>(gate, null, out), new Typed<>(up, null, spare));
        if (WeightKernels.few(x, gate) && gate.held() == up.held()) {
            weights.multiply(Mode.GATED, activation, x, both);
            return;
        }
        if (some(x, gate) && some(x, up)) {
            some.multiply(Mode.GATED, activation, x, bare(x), both);
            return;
        }
        long rounded = product(x, 0, gate, false, out);
        product(x, rounded, up, false, spare);
        gate(activation, out, spare, out);
    }

    /// As [org.crosslayer.engine.backend.Backend#gate].
    void gate(Activation activation, CudaTensor gate, CudaTensor up, CudaTensor out) {
        CudaTensor.requireAlike(out, gate, up);
        launch.of(library.kernel(KernelSource.ROWS, "gate"))
                .integer(Codes.of(activation))
                .pointer(gate.place())
                .pointer(up.place())
                .values(out)
                .size(out.size())
                .overValues(out.size());
    }

    /// The rows in BF16 for [SomeRowsKernels], which sees what they lack.
    private long bare(CudaTensor x) {
        Unfinished.Rows lacking = x.lacks();
        return lacking == null ? rounded(x) : lacking.place();
    }

    /// The rows in BF16, where they lie or in a room that the next ones take.
    long rounded(CudaTensor x) {
        return inOtherType(x, true);
    }

    /// The rows in float32, likewise.
    long widened(CudaTensor x) {
        return inOtherType(x, false);
    }

    private long inOtherType(CudaTensor x, boolean narrow) {
        if (x.narrow() == narrow) {
            return x.place();
        }
        long room = card.room(Card.Room.INPUT, x.size() * (narrow ? Short.BYTES : Float.BYTES));
        convert(x.place(), x.narrow(), room, narrow, x.size());
        return room;
    }

    /// Copies values, rounding or widening where source and target differ.
    void convert(long from, boolean fromNarrow, long to, boolean toNarrow, long size) {
        launch.of(library.kernel(KernelSource.ROWS, "convert"))
                .pointer(from)
                .integer(fromNarrow ? 1 : 0)
                .pointer(to)
                .integer(toNarrow ? 1 : 0)
                .size(size)
                .overValues(size);
    }

    /// `out = x · wᵀ (+ out)`.
    ///
    /// @param known x rounded, from an earlier call with the same x; 0 for none
    /// @return where x lies rounded, for the next call; 0 if nowhere
    private long product(CudaTensor x, long known, CudaWeight w, boolean adds, CudaTensor out) {
        if (precision == Precision.BF16 && w.held() != DType.F32) {
            long in = known == 0 ? rounded(x) : known;
            products.multiplyRounded(
                    x.rows(),
                    w.rows(),
                    w.columns(),
                    1,
                    Matrices.one(in, w.columns()),
                    Matrices.one(weights.narrow(w), w.columns()),
                    true,
                    adds,
                    Matrices.one(out.place(), w.rows()),
                    out.narrow(),
                    1);
            return in;
        }
        long to = out.narrow() ? card.room(Card.Room.RESULT, out.size() * Float.BYTES) : out.address();
        products.multiply(
                x.rows(),
                w.rows(),
                w.columns(),
                1,
                Matrices.one(widened(x), w.columns()),
                false,
                Matrices.one(weights.wide(w), w.columns()),
                true,
                adds,
                Matrices.one(to, w.rows()),
                1);
        if (out.narrow()) {
            convert(to, false, out.place(), true, out.size());
        }
        // What was rounded before may have been overwritten.
        return 0;
    }

    private void addBias(CudaWeight bias, CudaTensor out) {
        launch.of(library.kernel(KernelSource.ROWS, "addBias"))
                .values(out)
                .pointer(bias.address())
                .integer(bias.columns())
                .size(out.size())
                .overValues(out.size());
    }
}
