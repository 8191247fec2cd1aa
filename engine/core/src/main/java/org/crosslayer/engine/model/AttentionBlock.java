package org.crosslayer.engine.model;

import java.util.function.IntFunction;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.AttentionConfig.HeadNorm;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.jspecify.annotations.Nullable;

/// Attention of one pass under a plan: scores, patterns, and what mixing by them returns.
///
/// A layer that takes its pattern from another takes it as it is, with what that one's window hides; a layer that
/// corrects another's scores sees as far as its own window lets it.
final class AttentionBlock {
    private final ModelConfig config;
    private final ModelWeights weights;
    private final Backend backend;
    private final PassRows rows;
    private final KvCache cache;
    private final Slabs slabs;
    private final LisaScores lisa;
    private final SlabDeviation deviations;
    private final LayerAngles angles;
    private final float @Nullable [] slopes;
    private final Tensor queries;
    private final Tensor keyValues;
    private final Tensor mixed;
    private Routes routes;

    AttentionBlock(Decoder decoder, AttentionPlan plan, Workspace workspace, PassRows rows, int capacity, int chunk) {
        config = decoder.config();
        weights = decoder.weights();
        backend = decoder.backend();
        this.rows = rows;
        int batch = rows.batch();
        cache = new KvCache(workspace, config.nLayers(), batch, capacity);
        slabs = new Slabs(workspace, batch, config.nHeads(), chunk, capacity);
        lisa = new LisaScores(config, backend, workspace, cache, capacity);
        lisa.follow(plan);
        deviations = new SlabDeviation(backend);
        routes = new Routes(plan);
        angles = LayerAngles.of(config, capacity, backend, workspace);
        slopes = config.positions().distanceBias() ? PositionConfig.slopes(config.nHeads()) : null;
        queries = workspace.allocate(batch * chunk, config.nHeads() * config.dHead());
        mixed = workspace.allocate(batch * chunk, config.nHeads() * config.dHead());
        keyValues = workspace.allocate(batch * chunk, config.nKvHeads() * config.dHead());
    }

    /// Where the plan that is followed takes its attention from.
    Routes routes() {
        return routes;
    }

    /// Bytes of keys and values in the cache, for all positions that there is room for.
    long cacheBytes() {
        return cache.sizeBytes();
    }

    /// Forgets the step and follows another plan.
    void follow(AttentionPlan plan) {
        lisa.follow(plan);
        routes = new Routes(plan);
        slabs.clear();
    }

    /// All layers have seen the rows.
    void done() {
        slabs.clear();
    }

    /// Makes the layer's pattern available, its input standing in [PassRows#normed].
    void pattern(int layer, ForwardObserver observer) {
        if (routes.computes(layer)) {
            compute(layer, true, observer);
        }
        if (observer.wantsPattern(layer)) {
            show(layer, observer);
        }
    }

    /// Computes again what higher layers take from a lower one, its input standing in [PassRows#normed].
    void lower(int layer, boolean wantsPattern) {
        compute(layer, wantsPattern, ForwardObserver.NOBODY);
        slabs.releaseAfter(layer, routes);
    }

    /// Values, their mixing by the pattern, and the output projection, into [PassRows#projected].
    void attend(int layer) {
        LayerWeights layerWeights = weights.layers().get(layer);
        project(layerWeights.value(), sequence -> cache.values(layer, sequence, keyValues.columns()));
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor slab = slabs.pattern(routes.root(layer), sequence, rows.count(), rows.keys());
            Tensor values = cache.values(layer, sequence, keyValues.columns()).rows(0, rows.keys());
            Tensor out = rows.of(mixed, sequence);
            backend.mix(slab, routes.headMap(layer), rows.position(), values, config.nHeads(), config.nKvHeads(), out);
        }
        slabs.releaseAfter(layer, routes);
        layerWeights.output().apply(backend, rows.of(mixed), rows.projected());
    }

    /// Scores, and if wanted the pattern, of a layer that computes some.
    private void compute(int layer, boolean wantsPattern, ForwardObserver observer) {
        if (!(routes.at(layer) instanceof LayerAttention.Lisa)) {
            queriesAndKeys(layer);
        }
        boolean keepsScores = routes.lastScoresUse(layer) > layer;
        int window = config.layer(layer).window();
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor slab = keepsScores
                    ? slabs.scores(layer, sequence, rows.count(), rows.keys())
                    : slabs.pattern(layer, sequence, rows.count(), rows.keys());
            boolean distributed = false;
            if (routes.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
                distributed = adapter.options().carrier() == LisaOptions.Carrier.PATTERN;
                correct(layer, source, adapter, sequence, slab);
            } else {
                scores(layer, sequence, slab);
            }
            if (routes.at(layer) instanceof LayerAttention.Deviating(Deviation.ScoreNoise noise)) {
                deviations.addNoise(noise, rows.text(sequence), layer, rows.position(), slab);
            }
            if (!distributed && observer.wantsScores(layer)) {
                observer.scores(layer, rows.span(sequence), slab);
            }
            if (distributed) {
                backend.normalizeRows(slab, rows.position(), window, slab);
            } else if (wantsPattern) {
                Tensor pattern = slabs.pattern(layer, sequence, rows.count(), rows.keys());
                backend.softmax(slab, rows.position(), window, pattern);
                if (routes.at(layer) instanceof LayerAttention.Deviating(Deviation.UniformMix mix)) {
                    deviations.mixUniform(mix, rows.position(), window, pattern);
                }
            }
        }
    }

    /// Queries, normed and turned; keys likewise, into the cache.
    private void queriesAndKeys(int layer) {
        LayerWeights layerWeights = weights.layers().get(layer);
        layerWeights.query().apply(backend, rows.normed(), rows.of(queries));
        normHeads(layerWeights.queryNorm(), rows.of(queries));
        project(layerWeights.key(), sequence -> cache.keys(layer, sequence, keyValues.columns()));
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor newKeys = cache.keys(layer, sequence, keyValues.columns()).rows(rows.position(), rows.count());
            normHeads(layerWeights.keyNorm(), newKeys);
            angles.turn(layer, rows.of(queries, sequence), config.nHeads(), rows.position());
            angles.turn(layer, newKeys, config.nKvHeads(), rows.position());
        }
    }

    private void normHeads(@Nullable Norm norm, Tensor x) {
        if (norm == null) {
            return;
        }
        Tensor heads = config.attention().headNorm() == HeadNorm.EACH_HEAD
                ? x.as(1, x.rows() * x.columns() / config.dHead(), config.dHead())
                : x;
        norm.apply(backend, heads, heads);
    }

    private void scores(int layer, int sequence, Tensor slab) {
        AttentionConfig attention = config.attention();
        Tensor keys = cache.keys(layer, sequence, keyValues.columns()).rows(0, rows.keys());
        Tensor sequenceQueries = rows.of(queries, sequence);
        backend.scores(sequenceQueries, keys, config.nHeads(), config.nKvHeads(), attention.scoreScale(), slab);
        if (attention.scoreCap() > 0) {
            backend.softCap(slab, attention.scoreCap());
        }
        if (slopes != null) {
            backend.addDistanceBias(slab, rows.position(), slopes);
        }
    }

    private void correct(int layer, int source, LisaAdapter adapter, int sequence, Tensor slab) {
        int root = routes.root(source);
        Tensor taken = adapter.options().carrier() == LisaOptions.Carrier.SCORES
                ? slabs.scores(root, sequence, rows.count(), rows.keys())
                : slabs.pattern(root, sequence, rows.count(), rows.keys());
        Tensor sequenceRows = rows.normed(sequence);
        lisa.write(layer, adapter, sequence, sequenceRows, rows.position(), taken, routes.headMap(source), slab);
    }

    private void show(int layer, ForwardObserver observer) {
        int[] headMap = routes.headMap(layer);
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor slab = slabs.pattern(routes.root(layer), sequence, rows.count(), rows.keys());
            if (headMap != null) {
                Tensor ordered = slabs.spare(rows.count(), rows.keys());
                backend.permuteHeads(slab, headMap, ordered);
                slab = ordered;
            }
            observer.pattern(layer, rows.span(sequence), slab);
        }
    }

    /// Projects the normed rows into the cache of every sequence; straight into it when there is just one.
    private void project(Projection projection, IntFunction<Tensor> target) {
        if (rows.batch() == 1) {
            projection.apply(backend, rows.normed(), target.apply(0).rows(rows.position(), rows.count()));
            return;
        }
        projection.apply(backend, rows.normed(), rows.of(keyValues));
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            backend.copy(rows.of(keyValues, sequence), target.apply(sequence).rows(rows.position(), rows.count()));
        }
    }
}
