package org.crosslayer.engine.model;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Linear;
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
    private static final int NONE = -1;

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
    private final int smallestWindow;
    private final Tensor queries;
    private final Tensor keyValues;
    /// Another room of that shape where new keys and values are made in one go.
    private final Tensor newValues;
    private final Tensor mixed;
    private Routes routes;
    /// The layer whose mixed values stand in [#mixed] already; −1 for none.
    private int attended = NONE;

    AttentionBlock(Decoder decoder, AttentionPlan plan, Workspace workspace, PassRows rows, int capacity, int chunk) {
        config = decoder.config();
        weights = decoder.weights();
        backend = decoder.backend();
        this.rows = rows;
        int batch = rows.batch();
        cache = new KvCache(workspace, backend.cacheValueBytes(), config.nLayers(), batch, capacity);
        slabs = new Slabs(workspace, batch, config.nHeads(), chunk, capacity);
        lisa = new LisaScores(config, backend, workspace, cache, capacity);
        lisa.follow(plan);
        deviations = new SlabDeviation(backend);
        routes = new Routes(plan);
        angles = LayerAngles.of(config, capacity, backend, workspace);
        slopes = config.positions().distanceBias() ? PositionConfig.slopes(config.nHeads()) : null;
        smallestWindow = IntStream.range(0, config.nLayers())
                .map(layer -> config.layer(layer).window())
                .min()
                .orElseThrow();
        queries = workspace.allocateRows(batch * chunk, config.nHeads() * config.dHead());
        mixed = workspace.allocateRows(batch * chunk, config.nHeads() * config.dHead());
        keyValues = workspace.allocateRows(batch * chunk, config.nKvHeads() * config.dHead());
        int apart = backend.attends(config.dHead()) ? batch > 1 ? batch * chunk : 1 : 0;
        newValues = apart > 0 ? workspace.allocateRows(apart, keyValues.columns()) : keyValues;
    }

    /// Where the plan that is followed takes its attention from.
    Routes routes() {
        return routes;
    }

    /// Bytes of keys and values in the cache, for all positions that there is room for.
    long cacheBytes() {
        return cache.sizeBytes();
    }

    /// Keys and values at random, in all rooms that a step has asked for.
    void pretend(long seed) {
        cache.fill(backend, seed);
    }

    /// Forgets the step and follows another plan.
    void follow(AttentionPlan plan) {
        lisa.follow(plan);
        routes = new Routes(plan);
        slabs.clear();
    }

    /// All layers have seen the rows.
    void done() {
        attended = NONE;
        slabs.clear();
    }

    /// Makes the layer's pattern available, its input standing in [PassRows#normed].
    void pattern(int layer, ForwardObserver observer) {
        if (attendsAtOnce(layer, observer)) {
            attendAtOnce(layer, observer);
        } else if (sharesScoresAtOnce(layer, observer)) {
            shareScores(layer, observer);
        } else if (routes.computes(layer)) {
            compute(layer, true, observer);
        }
        if (observer.wantsMean(layer) && !meansAtOnce(layer, observer)) {
            showMean(layer, observer);
        }
        if (observer.wantsPattern(layer)) {
            show(layer, observer);
        }
    }

    /// Computes again what higher layers take from a lower one, its input standing in [PassRows#normed].
    void lower(int layer, boolean wantsPattern) {
        boolean alone = backend.attendsByTheSamePattern();
        if (wantsPattern && !alone && attendsAtOnce(layer, ForwardObserver.NOBODY)) {
            attendAtOnce(layer, ForwardObserver.NOBODY);
            attended = NONE;
        } else {
            compute(layer, wantsPattern, ForwardObserver.NOBODY);
        }
        slabs.releaseAfter(layer, routes);
    }

    /// Values and their mixing by the pattern, and the output projection into [PassRows#projected].
    void attend(int layer) {
        weights.layers().get(layer).output().apply(backend, mix(layer), rows.projected());
    }

    /// The same, added to [PassRows#residual] at once.
    ///
    /// @param next of what that gives, into [PassRows#normed]; null for none
    void attendInto(int layer, @Nullable Norm next) {
        rows.add(backend, mix(layer), weights.layers().get(layer).output().matrix(), next);
    }

    private Tensor mix(int layer) {
        if (attended != layer) {
            int width = keyValues.columns();
            project(weights.layers().get(layer).value(), cache.values(layer, width));
            for (int sequence = 0; sequence < rows.batch(); sequence++) {
                Tensor slab = slabs.pattern(routes.root(layer), sequence, rows.count(), rows.keys());
                Tensor values = cache.values(layer, sequence, width).rows(0, rows.keys());
                Tensor out = rows.of(mixed, sequence);
                backend.mix(
                        slab, routes.headMap(layer), rows.position(), values, config.nHeads(), config.nKvHeads(), out);
            }
        }
        attended = NONE;
        slabs.releaseAfter(layer, routes);
        return rows.of(mixed);
    }

    /// True if nobody sees or takes the scores of the layer's own attention, and the device can do it in one go.
    private boolean attendsAtOnce(int layer, ForwardObserver observer) {
        return routes.at(layer) instanceof LayerAttention.Own
                && backend.attends(config.dHead())
                && config.attention().scoreCap() == 0
                && slopes == null
                && routes.lastScoresUse(layer) <= layer
                && !observer.wantsScores(layer);
    }

    /// Queries, keys and values, and what mixing them gives; a pattern only where somebody looks at it or takes it.
    private void attendAtOnce(int layer, ForwardObserver observer) {
        boolean wanted = wantsPattern(layer, observer);
        boolean means = meansAtOnce(layer, observer);
        int width = keyValues.columns();
        Tensor room = cache.keys(layer, width);
        Tensor values = cache.values(layer, width);
        // Many rows of one sequence, and what does not turn, go straight to their places.
        boolean straight = rows.batch() == 1 && (rows.count() > 1 || !angles.turns(layer));
        Tensor newKeys = straight ? room.rows(rows.position(), rows.count()) : rows.of(keyValues);
        Tensor fresh = straight ? values.rows(rows.position(), rows.count()) : rows.of(newValues);
        LayerWeights layerWeights = weights.layers().get(layer);
        backend.linears(
                rows.normed(),
                List.of(
                        linear(layerWeights.query(), rows.of(queries)),
                        linear(layerWeights.key(), newKeys),
                        linear(layerWeights.value(), fresh)));
        if (straight) {
            turn(layer, newKeys);
        } else {
            normHeads(layerWeights.queryNorm(), rows.of(queries));
            normHeads(layerWeights.keyNorm(), newKeys);
            Attending all = attending(layer, rows.batch());
            if (!wanted && !means) {
                angles.turnAndAttend(layer, all, rows.of(queries), newKeys, fresh, room, values, rows.of(mixed));
                attended = layer;
                return;
            }
            angles.turnAndKeep(layer, all, rows.of(queries), newKeys, fresh, room, values);
        }
        Attending how = attending(layer, wanted || means ? 1 : rows.batch());
        if (means) {
            for (int sequence = 0; sequence < rows.batch(); sequence++) {
                Tensor mean = meanRoom(layer, sequence, observer);
                backend.attendMean(
                        how,
                        rows.of(queries, sequence),
                        cache.keys(layer, sequence, width),
                        cache.values(layer, sequence, width),
                        mean,
                        rows.of(mixed, sequence));
                observer.mean(layer, rows.span(sequence), mean);
            }
        } else if (wanted) {
            for (int sequence = 0; sequence < rows.batch(); sequence++) {
                backend.attend(
                        how,
                        rows.of(queries, sequence),
                        cache.keys(layer, sequence, width),
                        cache.values(layer, sequence, width),
                        slabs.pattern(layer, sequence, rows.count(), rows.keys()),
                        rows.of(mixed, sequence));
            }
        } else {
            backend.attend(how, rows.of(queries), room, values, null, rows.of(mixed));
        }
        attended = layer;
    }

    /// True if somebody looks at the layer's pattern, averaged by hand or not, or takes it.
    private boolean wantsPattern(int layer, ForwardObserver observer) {
        return observer.wantsPattern(layer) || observer.wantsMean(layer) || routes.lastUse(layer) > layer;
    }

    /// True if means are all that is wanted of the pattern, and the device can make them without it.
    private boolean meansAtOnce(int layer, ForwardObserver observer) {
        return observer.wantsMean(layer)
                && !observer.wantsPattern(layer)
                && routes.lastUse(layer) <= layer
                && attendsAtOnce(layer, observer)
                && backend.attendsMeans(config.dHead());
    }

    private Attending attending(int layer, int batch) {
        return new Attending(
                batch,
                config.nHeads(),
                config.nKvHeads(),
                rows.position(),
                config.layer(layer).window(),
                config.attention().scoreScale(),
                rows.settled());
    }

    /// True if the layer takes scores, or others take its scores, and the device can do with them what attention asks
    /// for in one go.
    private boolean sharesScoresAtOnce(int layer, ForwardObserver observer) {
        if (!backend.sharesScores(config.dHead(), rows.count())
                || config.layer(layer).window() < rows.keys()
                || (wantsPattern(layer, observer) && backend.attendsByTheSamePattern())) {
            return false;
        }
        return switch (routes.at(layer)) {
            case LayerAttention.Lisa lisa -> correctsScores(lisa.adapter());
            case LayerAttention.Own _ ->
                routes.lastScoresUse(layer) > layer && config.attention().scoreCap() == 0 && slopes == null;
            default -> false;
        };
    }

    private static boolean correctsScores(LisaAdapter adapter) {
        return adapter.options().carrier() == LisaOptions.Carrier.SCORES;
    }

    /// Scores of all sequences and what mixing by them gives; a pattern only where somebody looks at it or
    /// takes it.
    private void shareScores(int layer, ForwardObserver observer) {
        boolean keeps = routes.lastScoresUse(layer) > layer;
        int count = rows.count();
        int keys = rows.keys();
        boolean patternWanted = wantsPattern(layer, observer);
        boolean seen = patternWanted || observer.wantsScores(layer) || smallestWindow < keys;
        Tensor values = cache.values(layer, keyValues.columns());
        Attending how = attending(layer, rows.batch());
        Tensor scores;
        if (routes.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
            project(weights.layers().get(layer).value(), values);
            int root = routes.root(source);
            Tensor taken = slabs.madeScores(root, count, keys);
            if (!seen && routes.lastScoresUse(root) == layer && backend.correctsInPlace()) {
                slabs.handOver(root, layer, keeps);
                scores = taken;
            } else {
                scores = room(layer, keeps, seen);
            }
            lisa.writeAll(layer, adapter, how, rows.normed(), taken, routes.headMap(source), scores);
            backend.attendScored(how, scores, values, rows.of(mixed));
        } else {
            scores = room(layer, keeps, seen);
            queriesAndKeys(layer);
            project(weights.layers().get(layer).value(), values);
            Tensor ownKeys = cache.keys(layer, keyValues.columns());
            backend.attendKeeping(how, rows.of(queries), ownKeys, values, scores, rows.of(mixed));
        }
        if (observer.wantsScores(layer)) {
            for (int sequence = 0; sequence < rows.batch(); sequence++) {
                Tensor own = keeps
                        ? slabs.scores(layer, sequence, count, keys)
                        : slabs.pattern(layer, sequence, count, keys);
                observer.scores(layer, rows.span(sequence), own);
            }
        }
        if (patternWanted) {
            backend.softmax(scores, rows.position(), how.window(), slabs.patterns(layer, count, keys));
        }
        attended = layer;
    }

    /// Where the scores of all sequences go.
    private Tensor room(int layer, boolean keeps, boolean seen) {
        if (!seen) {
            return slabs.alignedScores(layer, keeps, rows.count(), rows.keys());
        }
        return keeps
                ? slabs.scores(layer, rows.count(), rows.keys())
                : slabs.patterns(layer, rows.count(), rows.keys());
    }

    private static Linear linear(Projection projection, Tensor out) {
        return new Linear(projection.matrix(), projection.bias(), out);
    }

    /// Scores, and if wanted the pattern, of a layer that computes some.
    private void compute(int layer, boolean wantsPattern, ForwardObserver observer) {
        boolean keepsScores = routes.lastScoresUse(layer) > layer;
        boolean corrected = false;
        if (!(routes.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter))) {
            queriesAndKeys(layer);
        } else if (correctsScores(adapter) && backend.sharesScores(config.dHead(), rows.count())) {
            Tensor taken = slabs.madeScores(routes.root(source), rows.count(), rows.keys());
            Tensor scores = room(layer, keepsScores, true);
            Attending how = attending(layer, rows.batch());
            lisa.writeAll(layer, adapter, how, rows.normed(), taken, routes.headMap(source), scores);
            corrected = true;
        }
        int window = config.layer(layer).window();
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor slab = keepsScores
                    ? slabs.scores(layer, sequence, rows.count(), rows.keys())
                    : slabs.pattern(layer, sequence, rows.count(), rows.keys());
            boolean distributed = false;
            if (routes.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
                distributed = !correctsScores(adapter);
                if (!corrected) {
                    correct(layer, source, adapter, sequence, slab);
                }
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

    /// Queries, normed and turned; keys likewise, into the cache, straight when there is just one sequence.
    private void queriesAndKeys(int layer) {
        LayerWeights layerWeights = weights.layers().get(layer);
        Tensor room = cache.keys(layer, keyValues.columns());
        boolean alone = rows.batch() == 1;
        Tensor newKeys = alone ? room.rows(rows.position(), rows.count()) : rows.of(keyValues);
        layerWeights.query().apply(backend, rows.normed(), rows.of(queries));
        layerWeights.key().apply(backend, rows.normed(), newKeys);
        turn(layer, newKeys);
        if (!alone) {
            backend.copyEach(newKeys, rows.batch(), room, rows.position());
        }
    }

    /// Norms and turns the step's queries and keys.
    private void turn(int layer, Tensor newKeys) {
        LayerWeights layerWeights = weights.layers().get(layer);
        normHeads(layerWeights.queryNorm(), rows.of(queries));
        normHeads(layerWeights.keyNorm(), newKeys);
        angles.turnEach(layer, rows.of(queries), rows.batch(), config.nHeads(), rows.position());
        angles.turnEach(layer, newKeys, rows.batch(), config.nKvHeads(), rows.position());
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
        Tensor taken = correctsScores(adapter)
                ? slabs.scores(root, sequence, rows.count(), rows.keys())
                : slabs.pattern(root, sequence, rows.count(), rows.keys());
        Tensor sequenceRows = rows.normed(sequence);
        lisa.write(layer, adapter, sequence, sequenceRows, rows.position(), taken, routes.headMap(source), slab);
    }

    private void show(int layer, ForwardObserver observer) {
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            observer.pattern(layer, rows.span(sequence), inOrder(layer, sequence));
        }
    }

    private Tensor meanRoom(int layer, int sequence, ForwardObserver observer) {
        return observer.meanRoom(layer, rows.span(sequence), slabs.mean(rows.count(), rows.keys()));
    }

    /// The mean over heads of a pattern that was written.
    private void showMean(int layer, ForwardObserver observer) {
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            Tensor mean = meanRoom(layer, sequence, observer);
            backend.headMean(inOrder(layer, sequence), mean);
            observer.mean(layer, rows.span(sequence), mean);
        }
    }

    /// The pattern that a layer uses, its heads in their places; valid until another is asked for.
    private Tensor inOrder(int layer, int sequence) {
        Tensor slab = slabs.pattern(routes.root(layer), sequence, rows.count(), rows.keys());
        int[] headMap = routes.headMap(layer);
        if (headMap == null) {
            return slab;
        }
        Tensor ordered = slabs.spare(rows.count(), rows.keys());
        backend.permuteHeads(slab, headMap, ordered);
        return ordered;
    }

    /// Projects the normed rows into the cache of every sequence; straight into it when there is just one.
    private void project(Projection projection, Tensor room) {
        if (rows.batch() == 1) {
            projection.apply(backend, rows.normed(), room.rows(rows.position(), rows.count()));
            return;
        }
        backend.linearEach(
                rows.normed(),
                projection.matrix(),
                projection.bias(),
                rows.of(keyValues),
                rows.batch(),
                room,
                rows.position());
    }
}
