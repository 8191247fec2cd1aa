package org.crosslayer.app.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.KeptPanels;
import org.crosslayer.app.figure.Program;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.evaluation.WindowLosses;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.similarity.ExplainedScores;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// A model in the embedded engine. Keeps the live evaluation of the text measured last, and the fit under way.
public final class EngineAnalyst implements Analyst {
    private final LoadedModel model;
    private final KeptExperiment<SharingOptions, SharingResult> sharing;
    private final KeptExperiment<SensitivityOptions, SensitivityResult> sensitivity;
    private final KeptPanels figures = new KeptPanels();
    private final KeptLive live;
    private final KeptFit fit;

    private EngineAnalyst(LoadedModel model) {
        this.model = model;
        live = new KeptLive(model);
        fit = new KeptFit(model);
        sharing = new KeptExperiment<>(model::sharingExperiment);
        sensitivity = new KeptExperiment<>(model::sensitivityExperiment);
    }

    /// Opens a model on the processors of this machine.
    public static Analyst open(Path folder, Progress progress, Cancellation cancellation) throws EngineException {
        return new EngineAnalyst(Engine.open(folder, Device.CPU, progress, cancellation));
    }

    /// Opens models on the device that is asked for, without a word on the processors.
    public static ModelOpener opener() {
        return new ModelOpener() {
            @Override
            public Analyst open(Path folder, Progress progress, Cancellation cancellation) throws EngineException {
                return EngineAnalyst.open(folder, progress, cancellation);
            }

            @Override
            public Analyst open(Path folder, Device device, Progress progress, Cancellation cancellation)
                    throws EngineException {
                return new EngineAnalyst(Engine.open(folder, device, progress, cancellation));
            }
        };
    }

    @Override
    public ModelSummary summary() {
        return model.summary();
    }

    @Override
    public String device() {
        return model.deviceDescription();
    }

    @Override
    public Tokenizer tokenizer() throws EngineException {
        return model.tokenizer();
    }

    @Override
    public ModelFacts facts() {
        return model.facts();
    }

    @Override
    public MemoryRoom memoryRoom() {
        return model.memoryRoom();
    }

    @Override
    public ParityReport parity(Path reference, Progress progress, Cancellation cancellation) throws EngineException {
        return model.parity(reference, null, progress, cancellation);
    }

    @Override
    public List<int[]> windows(int[] ids, Protocol protocol) throws EngineException {
        return model.windows(ids, protocol);
    }

    @Override
    public Map<MapPlace, FloatMatrix> maps(
            int[] ids, AttentionPlan plan, Set<MapPlace> places, Progress progress, Cancellation cancellation)
            throws EngineException {
        return model.maps(ids, plan, places, progress, cancellation);
    }

    @Override
    public LayerSimilarity similarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.similarity(windows, options, partial, progress, cancellation);
    }

    @Override
    public List<HeadAlignment> align(
            List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation)
            throws EngineException {
        return model.align(windows, method, progress, cancellation);
    }

    @Override
    public PerplexityReport evaluate(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Cancellation cancellation)
            throws EngineException {
        return live.of(text, protocol).evaluate(plan, estimates, cancellation);
    }

    @Override
    public PerplexityReport probe(OpenText text, Protocol protocol, AttentionPlan variant, Cancellation cancellation)
            throws EngineException {
        return live.of(text, protocol).probe(variant, cancellation);
    }

    @Override
    public List<WindowLosses> losses(
            OpenText text,
            Protocol protocol,
            AttentionPlan reference,
            AttentionPlan plan,
            Consumer<List<WindowLosses>> partial,
            Cancellation cancellation)
            throws EngineException {
        return live.of(text, protocol).losses(reference, plan, partial, cancellation);
    }

    @Override
    public PerplexityReport compare(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.compare(text.toArray(), protocol, plan, estimates, progress, cancellation);
    }

    @Override
    public SpeedReport speed(
            int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation)
            throws EngineException {
        return model.speed(ids, plan, request, progress, cancellation);
    }

    @Override
    public HeadAlignment align(
            List<int[]> windows,
            int layer,
            int source,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.alignment(windows, layer, source, method, progress, cancellation);
    }

    @Override
    public HeadSimilarity headSimilarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<HeadSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.headSimilarity(windows, options, partial, progress, cancellation);
    }

    @Override
    public List<HeadStatistics> headStatistics(
            List<int[]> windows, SinkHandling sink, Progress progress, Cancellation cancellation)
            throws EngineException {
        return model.heads(windows, sink, progress, cancellation);
    }

    @Override
    public LayerInfluence influence(
            List<int[]> windows,
            SinkHandling sink,
            Consumer<LayerInfluence> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.influence(windows, sink, partial, progress, cancellation);
    }

    @Override
    public HeadLikeness headsLike(
            List<int[]> windows,
            int layer,
            int head,
            Consumer<HeadLikeness> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.headsLike(windows, layer, head, partial, progress, cancellation);
    }

    @Override
    public ExplainedScores explained(
            List<int[]> windows,
            int layer,
            LayerAttention.Shared attention,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.explained(windows, layer, attention, progress, cancellation);
    }

    @Override
    public FitSnapshot fit(
            FitRequest request, Consumer<FitSnapshot> partial, Progress progress, Cancellation cancellation)
            throws EngineException {
        return fit.run(request, partial, progress, cancellation);
    }

    @Override
    public SavedPlan readPlan(Path file) throws EngineException {
        return new SavedPlan(file, model.readPlan(file), model.readNotes(file));
    }

    @Override
    public void writePlan(Path file, AttentionPlan plan, FitNotes notes) throws EngineException {
        model.writePlan(file, plan, notes);
    }

    @Override
    public PairedGeneration generate(
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return model.generatePaired(ids, options, plan, partial, progress, cancellation);
    }

    @Override
    public SharingResult sharing(
            OpenText text,
            Protocol protocol,
            SharingOptions options,
            Consumer<SharingResult> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return sharing.run(text, protocol, options, partial, progress, cancellation);
    }

    @Override
    public SensitivityResult sensitivity(
            OpenText text,
            Protocol protocol,
            SensitivityOptions options,
            Consumer<SensitivityResult> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return sensitivity.run(text, protocol, options, partial, progress, cancellation);
    }

    @Override
    public FigureMaker.Outcome figure(Recipe recipe, Path folder, Progress progress, Cancellation cancellation)
            throws EngineException, IOException, RecipeException {
        return FigureMaker.make(recipe, Program.words(), model, folder, figures, progress, cancellation);
    }

    @Override
    public void close() {
        live.close();
        fit.close();
        sharing.close();
        sensitivity.close();
        model.close();
    }
}
