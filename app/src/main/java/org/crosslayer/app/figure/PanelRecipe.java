package org.crosslayer.app.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.jspecify.annotations.Nullable;

/// What one panel shows. Layers and heads count from 0; words are those of the command line.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PanelRecipe.Layers.class, name = "layers"),
    @JsonSubTypes.Type(value = PanelRecipe.Heads.class, name = "heads"),
    @JsonSubTypes.Type(value = PanelRecipe.AllHeads.class, name = "all-heads"),
    @JsonSubTypes.Type(value = PanelRecipe.Bands.class, name = "bands"),
    @JsonSubTypes.Type(value = PanelRecipe.Attention.class, name = "attention"),
    @JsonSubTypes.Type(value = PanelRecipe.Difference.class, name = "difference"),
    @JsonSubTypes.Type(value = PanelRecipe.Profile.class, name = "profile"),
    @JsonSubTypes.Type(value = PanelRecipe.Influence.class, name = "influence"),
    @JsonSubTypes.Type(value = PanelRecipe.Cost.class, name = "cost"),
    @JsonSubTypes.Type(value = PanelRecipe.TradeOff.class, name = "trade-off"),
    @JsonSubTypes.Type(value = PanelRecipe.Fitting.class, name = "fitting"),
    @JsonSubTypes.Type(value = PanelRecipe.Scatter.class, name = "scatter"),
    @JsonSubTypes.Type(value = PanelRecipe.Data.class, name = "data"),
})
public sealed interface PanelRecipe {
    /// Above the panel; null for nothing.
    @Nullable
    String title();

    /// How values become colours; null for what suits, and where nothing is coloured by value.
    default @Nullable ScaleRecipe scale() {
        return null;
    }

    /// The same numbers with another title and, where values are coloured, another scale.
    PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale);

    /// Layers × layers.
    ///
    /// @param metric  `jsd` (if absent), `cosine`, `tv`
    /// @param heads   `mean` (if absent), `best-match`, `same-index`
    /// @param logBase of the divergence, `e` (if absent) or `2`
    /// @param sink    what becomes of the first key, `keep` (if absent), `skip-row`, `drop-key`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Layers(
            @Nullable String title,
            @Nullable String metric,
            @Nullable String heads,
            @Nullable String logBase,
            @Nullable String sink,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        /// Those of a comparison, as it was made.
        public static Layers of(SimilarityOptions options, @Nullable ScaleRecipe scale) {
            return new Layers(
                    null,
                    Words.of(options.metric()),
                    Words.of(options.heads()),
                    options.logBase() == LogBase.TWO ? "2" : null,
                    Words.of(options.sink()),
                    scale);
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Layers(newTitle, metric, heads, logBase, sink, newScale);
        }
    }

    /// Heads × heads of a layer and one below it, by divergence; matched pairs are marked.
    ///
    /// @param source the lower layer; the one below if absent
    /// @param method `argmin` or `hungarian`; absent marks nothing
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Heads(
            @Nullable String title,
            int layer,
            @Nullable Integer source,
            @Nullable String method,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        /// Those of an alignment, as it was made.
        public static Heads of(HeadAlignment alignment) {
            return new Heads(null, alignment.layer(), alignment.source(), Words.of(alignment.method()), null);
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Heads(newTitle, layer, source, method, newScale);
        }
    }

    /// Heads × heads of the whole model, or of two layers.
    ///
    /// @param metric  as for [Layers], and so are `logBase` and `sink`
    /// @param layer   whose heads are the rows; absent for all
    /// @param source  whose heads are the columns; absent for all
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AllHeads(
            @Nullable String title,
            @Nullable String metric,
            @Nullable String logBase,
            @Nullable String sink,
            @Nullable Integer layer,
            @Nullable Integer source,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        /// Those of a comparison, as it was made.
        public static AllHeads of(
                SimilarityOptions options,
                @Nullable Integer layer,
                @Nullable Integer source,
                @Nullable ScaleRecipe scale) {
            Layers layers = Layers.of(options, null);
            return new AllHeads(null, layers.metric(), layers.logBase(), layers.sink(), layer, source, scale);
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new AllHeads(newTitle, metric, logBase, sink, layer, source, newScale);
        }
    }

    /// Matched heads of two layers as bands.
    ///
    /// @param source the lower layer; the one below if absent
    /// @param method `argmin` or `hungarian` (if absent)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Bands(
            @Nullable String title,
            int layer,
            @Nullable Integer source,
            @Nullable String method,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        /// Those of an alignment, as it was made.
        public static Bands of(HeadAlignment alignment) {
            return new Bands(null, alignment.layer(), alignment.source(), Words.of(alignment.method()), null);
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Bands(newTitle, layer, source, method, newScale);
        }
    }

    /// A place in the model, and the plan it runs under.
    ///
    /// @param head absent for the mean over heads
    /// @param plan absent for no sharing
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            int layer, @Nullable Integer head, @Nullable Source plan) {}

    /// The attention pattern of some tokens of the text, read by themselves.
    ///
    /// @param first  where they begin; 0 if absent
    /// @param tokens how many; 32 if absent
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attention(
            @Nullable String title,
            Place at,
            @Nullable Integer first,
            @Nullable Integer tokens,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Attention(newTitle, at, first, tokens, newScale);
        }
    }

    /// One attention pattern less another.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Difference(
            @Nullable String title,
            Place at,
            Place minus,
            @Nullable Integer first,
            @Nullable Integer tokens,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Difference(newTitle, at, minus, first, tokens, newScale);
        }
    }

    /// How much each layer differs from the one below.
    ///
    /// @param metric as for [Layers]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Profile(
            @Nullable String title,
            @Nullable String metric,
            @Nullable String heads,
            @Nullable String logBase,
            @Nullable String sink)
            implements PanelRecipe {
        /// That of a comparison, as it was made.
        public static Profile of(SimilarityOptions options) {
            Layers layers = Layers.of(options, null);
            return new Profile(null, layers.metric(), layers.heads(), layers.logBase(), layers.sink());
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Profile(newTitle, metric, heads, logBase, sink);
        }
    }

    /// How much each layer changes the residual stream.
    ///
    /// @param sink `keep` (if absent) reads all positions, others all but the first of a window
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Influence(@Nullable String title, @Nullable String sink) implements PanelRecipe {
        /// With positions taken as this handling of the first key takes rows.
        public static Influence of(SinkHandling sink) {
            return new Influence(null, Words.of(sink));
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Influence(newTitle, sink);
        }
    }

    /// What sharing each layer alone costs: the ratio of perplexities less 1, in per cent.
    ///
    /// @param methods of `copied`, `argmin`, `hungarian`, in the order of the legend; the first and the last if
    ///     absent
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Cost(@Nullable String title, @Nullable List<String> methods) implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Cost(newTitle, methods);
        }
    }

    /// What plans cost against what they save.
    ///
    /// @param plans   a point each
    /// @param against `operations` (if absent), `channels`, `cache`, `parameters`: share saved in per cent;
    ///     `decode`, `prefill`: measured speed over that without sharing, which no two runs find quite the same
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TradeOff(
            @Nullable String title,
            List<NamedPlan> plans,
            @Nullable String against) implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new TradeOff(newTitle, plans, against);
        }
    }

    /// A plan with the name that stands beside its point.
    ///
    /// @param group legend entry; plans of one group are joined by a line; absent for points alone
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NamedPlan(String name, Source plan, @Nullable String group) {}

    /// The loss while LiSA layers are fitted.
    ///
    /// @param reports what `crosslayer fit --json` has written, a line each
    /// @param against `steps` (if absent), of both stages one after the other; or `seconds`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fitting(
            @Nullable String title,
            List<NamedReport> reports,
            @Nullable String against) implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Fitting(newTitle, reports, against);
        }
    }

    /// A fit's report with its name in the legend.
    record NamedReport(String name, Source report) {}

    /// Heads as points.
    ///
    /// @param x one of `layer`, `entropy`, `sink`, `distance`, `previous`, `self`, `induction`,
    ///     `donor`; `entropy` if absent
    /// @param y likewise; `sink` if absent
    /// @param sink what becomes of the first key in all but the share on it and `induction`, as for [Layers]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Scatter(
            @Nullable String title,
            @Nullable String x,
            @Nullable String y,
            @Nullable String sink) implements PanelRecipe {
        /// Placed by these measures.
        public static Scatter of(@Nullable String x, @Nullable String y, SinkHandling sink) {
            return new Scatter(null, x, y, Words.of(sink));
        }

        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Scatter(newTitle, x, y, sink);
        }
    }

    /// A picture whose numbers are kept, since no recipe computes them again, or not the very same ones.
    ///
    /// @param data    a figure's data, `.npz`
    /// @param index   which of its panels, from 0; the first if absent
    /// @param caption what the numbers are
    /// @param of      how they were found, with the hashes of the files that were used; nothing is computed of it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            @Nullable String title,
            Source data,
            @Nullable Integer index,
            @Nullable String caption,
            @Nullable PanelRecipe of,
            @Nullable ScaleRecipe scale)
            implements PanelRecipe {
        @Override
        public PanelRecipe dressed(@Nullable String newTitle, @Nullable ScaleRecipe newScale) {
            return new Data(newTitle, data, index, caption, of, newScale);
        }
    }
}
