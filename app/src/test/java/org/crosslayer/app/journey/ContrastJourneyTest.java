package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TableView;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every word of the window, as the styles in force draw it, stands out from what it is drawn on: WCAG 2 AA, that
/// is 4.5 to 1, or 3 to 1 for large type. What cannot be used just now is exempt there, and here.
class ContrastJourneyTest extends WindowTest {
    private static final double AA = 4.5;
    private static final double AA_LARGE = 3;
    /// 18 points, or 14 bold.
    private static final double LARGE_PX = 24;

    private static final double LARGE_BOLD_PX = 18.66;

    /// Far fewer than the window has; a test that looks at nothing shows nothing.
    private static final int MANY = 500;

    private int looked;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyWordCanBeReadOnWhatItStandsOn(Theme theme) {
        Set<String> faint = new TreeSet<>();
        interact(() -> wiring().shell().preferences().theme().set(theme));
        awaitColours(theme == Theme.DARK);
        interact(() -> {
            wiring().workspace()
                    .message()
                    .set(new org.crosslayer.app.task.UserMessage("Title", "What.", "What to do.", "details"));
            var commands = wiring().view().commands();
            Window main = wiring().view().root().getScene().getWindow();
            for (var command : commands.commands()) {
                if (command.id().startsWith("show-")) {
                    commands.run(command, main);
                    collect(wiring().view().root(), faint);
                }
            }
            for (String window : new String[] {"preferences", "shortcuts", "help", "tasks"}) {
                commands.run(commands.command(window), main);
            }
            commands.run(commands.command("palette"), main);
            for (Window open : Window.getWindows()) {
                collect(open.getScene().getRoot(), faint);
            }
        });
        assertEquals("", String.join("\n", faint));
        assertTrue(looked > MANY, "only " + looked + " words were looked at");
    }

    private void collect(Parent root, Set<String> faint) {
        root.applyCss();
        root.layout();
        // Tables make their cells while they are laid out.
        root.applyCss();
        visit(root, faint);
    }

    private void visit(Node node, Set<String> faint) {
        boolean isExempt = !node.isVisible() || node.isDisabled() || node.getOpacity() < 0.5;
        if (isExempt) {
            return;
        }
        if (node instanceof Text text && !text.getText().isBlank() && text.getFill() instanceof Color color) {
            check(text, color, faint);
        } else if (node instanceof Parent parent
                && !(node instanceof TableView<?> table && table.getItems().isEmpty())) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, faint));
        }
    }

    private void check(Text text, Color color, Set<String> faint) {
        looked++;
        Color below = behind(text);
        double px = text.getFont().getSize();
        boolean isBold = text.getFont().getStyle().toLowerCase(Locale.ROOT).contains("bold");
        double wanted = px >= LARGE_PX || (isBold && px >= LARGE_BOLD_PX) ? AA_LARGE : AA;
        double contrast = contrast(over(color, below), below);
        if (contrast < wanted) {
            faint.add("%.2f: \"%s\" %s on %s, %s in %s"
                    .formatted(
                            contrast,
                            text.getText().lines().findFirst().orElse(""),
                            color,
                            below,
                            styles(text.getParent()),
                            styles(text.getParent().getParent())));
        }
    }

    private static String styles(Node node) {
        return node == null ? "" : node.getStyleClass() + (node.getId() == null ? "" : "#" + node.getId());
    }

    /// The topmost fill of each ancestor, one over the other.
    private static Color behind(Node node) {
        Node at = node.getParent();
        if (at == null) {
            // Behind the parts of the main window.
            return node.lookup("#backdrop") instanceof Region backdrop
                    ? (Color) backdrop.getBackground().getFills().getFirst().getFill()
                    : Color.WHITE;
        }
        if (at instanceof Region region && region.getBackground() != null) {
            var fills = region.getBackground().getFills();
            for (int index = fills.size() - 1; index >= 0; index--) {
                BackgroundFill fill = fills.get(index);
                if (fill.getFill() instanceof Color color && color.getOpacity() > 0) {
                    return color.getOpacity() >= 1 ? color : over(color, behind(at));
                }
            }
        }
        return behind(at);
    }

    private static Color over(Color above, Color below) {
        double share = above.getOpacity();
        return Color.color(
                share * above.getRed() + (1 - share) * below.getRed(),
                share * above.getGreen() + (1 - share) * below.getGreen(),
                share * above.getBlue() + (1 - share) * below.getBlue());
    }

    /// `(L1 + 0.05) / (L2 + 0.05)` with relative luminance, WCAG 2.
    private static double contrast(Color one, Color other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
