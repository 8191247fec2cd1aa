package org.crosslayer.app.composer;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Prose;
import org.jspecify.annotations.Nullable;

/// The middle of the figure window: the sheet as it will be, never larger than twice its size on paper,
/// and its caption.
final class PreviewView {
    /// What a screen has where nothing is scaled.
    private static final double SCREEN_DPI = 96;

    private static final double INCH_PT = 72;
    private static final double LARGEST = 2;
    private static final double AIR_PX = 24;

    private final FigureViewModel viewModel;
    private final ImageView paper = new ImageView();
    private final StackPane desk = new StackPane(paper);
    private final TextArea caption = Prose.leftByTab(new TextArea());
    private final ChoiceBox<String> form;
    private final VBox root;

    PreviewView(FigureViewModel viewModel) {
        this.viewModel = viewModel;
        paper.setId("figure-preview");
        paper.setPreserveRatio(true);
        paper.setSmooth(true);
        paper.getStyleClass().add("figure-paper");
        desk.getStyleClass().add("figure-desk");
        desk.setMinSize(0, 0);
        VBox.setVgrow(desk, Priority.ALWAYS);
        caption.setId("figure-caption");
        caption.setEditable(false);
        caption.setWrapText(true);
        caption.setPrefRowCount(4);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        form = Choices.of("figure-caption-form", word -> word, List.of("Caption", "Caption as LaTeX"));
        form.setValue("Caption");
        form.valueProperty().subscribe(_ -> showCaption(viewModel.drawn().get()));
        root = new VBox(bar(), desk, captionBar(), caption);
        root.getStyleClass().add("figure-middle");
        desk.widthProperty().subscribe(_ -> fit());
        desk.heightProperty().subscribe(_ -> fit());
        viewModel.drawn().subscribe(this::show);
    }

    Node root() {
        return root;
    }

    private Node bar() {
        Label size = new Label();
        size.setId("figure-size");
        size.textProperty().bind(viewModel.drawn().map(Drawn::size));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label seen = new Label("Seen with");
        ChoiceBox<Eyes> eyes = Choices.of("figure-eyes", Eyes::words, List.of(Eyes.values()));
        eyes.valueProperty().bindBidirectional(viewModel.eyes());
        HBox bar = new HBox(size, gap, seen, eyes);
        bar.getStyleClass().add("figure-row");
        return bar;
    }

    private Node captionBar() {
        Button copy = SheetView.button("figure-caption-copy", "Copy caption", "Puts the caption on the clipboard.");
        copy.disableProperty().bind(caption.textProperty().isEmpty());
        copy.setOnAction(_ -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(caption.getText());
            Clipboard.getSystemClipboard().setContent(content);
            viewModel.done("The caption is on the clipboard.");
        });
        HBox bar = new HBox(form, copy);
        bar.getStyleClass().add("figure-row");
        return bar;
    }

    /// A picture that could not be made leaves the one before, so that a slip of the keyboard does not
    /// empty the window.
    private void show(Drawn drawn) {
        @Nullable PaperPreview preview = drawn.preview();
        if (preview != null || drawn.problem().isEmpty()) {
            paper.setImage(preview == null ? null : preview.image());
            paper.setUserData(preview);
            showCaption(drawn);
            fit();
        }
    }

    private void showCaption(Drawn drawn) {
        caption.setText("Caption".equals(form.getValue()) ? drawn.caption() : drawn.latex());
    }

    private void fit() {
        if (paper.getUserData() instanceof PaperPreview shown) {
            double natural = shown.widthPt() / INCH_PT * SCREEN_DPI;
            double byHeight = (desk.getHeight() - AIR_PX) * shown.widthPt() / shown.heightPt();
            double room = Math.min(desk.getWidth() - AIR_PX, byHeight);
            paper.setFitWidth(Math.max(1, Math.min(LARGEST * natural, room)));
        }
    }
}
