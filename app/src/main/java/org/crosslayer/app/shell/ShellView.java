package org.crosslayer.app.shell;

import static org.crosslayer.app.command.CommandGroup.EDIT;
import static org.crosslayer.app.command.CommandGroup.FILE;
import static org.crosslayer.app.command.CommandGroup.HELP;
import static org.crosslayer.app.command.CommandGroup.WINDOW;

import java.io.File;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.application.ColorScheme;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ToolBar;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.command.Shortcuts;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.document.ProjectPart;
import org.crosslayer.app.help.ContextHelp;
import org.crosslayer.app.help.Glossary;
import org.crosslayer.app.preferences.Preferences;
import org.crosslayer.app.preferences.Theme;

/// The main window: subject left, evidence in the middle, action right, jobs below.
public final class ShellView {
    /// Below this height the details begin folded to their titles.
    private static final double ROOM_FOR_DETAILS = 840;

    private final ShellViewModel viewModel;
    private final BodyView body;
    private final PaneWindows panes;
    private final CurrentCard current;
    private final LatePages late;
    private final Colours colours = new Colours();
    private final ThemeChange theme;
    private final CommandRegistry commands = new CommandRegistry();
    private final Shortcuts shortcuts;
    private final MessageBar message;
    private final Overlay overlay;
    private final PaletteView palette;
    private final LayoutPart part;
    private final Glossary glossary = Glossary.open();
    private final ExplainView explanation;
    private final WalkThrough walkThrough;
    private final BorderPane root = new BorderPane();

    /// Puts the panes into their zones.
    ///
    /// @param contributed what panes add to menu and palette
    /// @param memory      where windows were
    public ShellView(ShellViewModel viewModel, Zones zones, List<Command> contributed, WindowMemory memory) {
        this.viewModel = viewModel;
        body = new BodyView(zones);
        message = new MessageBar(viewModel, commands);
        panes = new PaneWindows(body, memory);
        late = new LatePages(zones, viewModel);
        theme = new ThemeChange(colours, viewModel);
        current = new CurrentCard(zones.overview().cards().getFirst());
        commands.addAll(new FileCommands(viewModel).all());
        commands.addAll(new FrameCommands(viewModel, body, zones, current).all());
        commands.addAll(List.of(
                Command.of("palette", "Find a command…", EDIT, this::openPalette)
                        .on("Shortcut+K"),
                Command.of("preferences", "Preferences…", EDIT, this::openPreferences)
                        .on("Shortcut+Comma"),
                Command.of("shortcuts", "Keyboard shortcuts…", EDIT, this::openShortcuts),
                Command.of("go-to-message", "Go to the message", WINDOW, message::takeKeyboard)
                        .on("F6")
                        .when(viewModel.message().map(is -> true).orElse(false), "There is no message."),
                Command.of("tasks", "Jobs…", WINDOW, window -> TasksWindow.show(window, viewModel))
                        .on("Shortcut+J"),
                Command.of("take-back-panes", "Bring all panes back", WINDOW, panes::takeAllBack),
                Command.of("explain", "Explain what has the keyboard", HELP, this::explain)
                        .on("F1"),
                Command.of("walk-through", "The three steps", HELP, this::walk),
                Command.of("help", "Words and shortcuts…", HELP, this::help).on("Shift+F1")));
        commands.addAll(contributed);
        Preferences preferences = viewModel.preferences();
        shortcuts = new Shortcuts(commands, preferences.shortcuts().get());
        shortcuts.whenChanged(() -> preferences.shortcuts().set(shortcuts.chosen()));
        overlay = new Overlay(root);
        palette = new PaletteView(commands, shortcuts, overlay);
        explanation =
                new ExplainView(overlay, () -> help(overlay.root().getScene().getWindow()));
        panes.explainThrough((_, card) -> explanation.show(ContextHelp.about(card, glossary)));
        walkThrough = new WalkThrough(
                overlay,
                preferences,
                List.of(
                        new WalkThrough.Step(
                                "See which layers look at the text alike",
                                "Each cell compares the attention of two layers; dark is alike. Point at a cell to read"
                                        + " its value; the closest neighbours stand beside.",
                                zones.overview().cards().getFirst()),
                        new WalkThrough.Step(
                                "Compare two of them token by token",
                                "A click on a cell shows the maps of both layers here, on one scale. A row is the token"
                                        + " that reads, a column the token read.",
                                zones.evidence().cards().getFirst()),
                        new WalkThrough.Step(
                                "Let a layer share, and watch what it costs",
                                "Switch a layer to Copy, Aligned or LiSA. Perplexity follows at once, and speed after a"
                                        + " pause. Every step can be undone.",
                                zones.action().getFirst())));
        root.setId("shell");
        root.getStyleClass().add("shell");
        root.setTop(new VBox(Colours.part(header()), Colours.part(message.root())));
        root.setCenter(body.root());
        root.setBottom(Colours.part(new StatusView(
                        viewModel,
                        () -> commands.run(
                                commands.command("tasks"), root.getScene().getWindow()))
                .root()));
        // On all of the window, also on what lies over it: the three steps, the palette.
        overlay.root().setOnDragOver(this::dragOver);
        overlay.root().setOnDragDropped(this::dropped);
        panes.answer(root);
        AltClicks.keepFromMenu(overlay.root());
        part = new LayoutPart(body, zones);
    }

    /// What to put into the scene.
    public Parent root() {
        return overlay.root();
    }

    /// How the window is divided, for projects.
    public ProjectPart layout() {
        return part;
    }

    /// Everything that can be done in the window.
    public CommandRegistry commands() {
        return commands;
    }

    /// Who makes figures of cards; told the window that it was asked in.
    public void exportThrough(BiConsumer<Window, Card> exporter) {
        panes.exportThrough(exporter);
    }

    /// Keeps the scene in the colours and the size that are chosen, and in the system's where that is chosen.
    public void dress(Scene scene) {
        Scene.Preferences system = scene.getPreferences();
        viewModel.systemDark().bind(system.colorSchemeProperty().map(colours -> colours == ColorScheme.DARK));
        viewModel.systemStill().bind(system.reducedMotionProperty());
        wear(scene);
        viewModel.preferences().textPercent().addListener((_, _, _) -> late.during(() -> wear(scene)));
        // Before the window is shown, nobody else tells the parts that are in the scene already.
        colours.turn(viewModel.seenTheme().getValue() == Theme.DARK);
        colours.dress(scene);
        viewModel.seenTheme().subscribe(seen -> theme.turn(seen == Theme.DARK));
        body.centre().folded().set(scene.getHeight() < ROOM_FOR_DETAILS);
        current.watch(scene);
    }

    private void wear(Scene scene) {
        SideWindow.wear(
                scene, Stylesheets.of(viewModel.preferences().textPercent().get()));
    }

    private void openPalette() {
        palette.open();
    }

    private void openPreferences(Window window) {
        PreferencesWindow.show(window, viewModel.preferences());
    }

    private void openShortcuts(Window window) {
        ShortcutsWindow.show(window, commands, shortcuts);
    }

    private void help(Window window) {
        HelpWindow.show(window, glossary, commands, shortcuts);
    }

    private void walk() {
        walkThrough.start();
    }

    /// Shows the three steps to whoever has never seen them.
    public void greet() {
        walkThrough.greet();
    }

    /// What has the keyboard; the whole window where nothing has.
    private void explain(Window window) {
        Node owner = window.getScene().getFocusOwner();
        explanation.show(ContextHelp.about(owner == null ? root : owner, glossary));
    }

    private Node header() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        ToolBar tools = new ToolBar(
                button("open-model", "Open model…", "A folder with config.json and weights"),
                button("open-text", "Open text…", "A UTF-8 text for the model to read"),
                button("undo", "↶ Undo", "Takes the last change back"),
                button("redo", "↷ Redo", "Makes the change again that was taken back last"),
                button("palette", "Find…", "Finds a command by a few letters"),
                button("theme", "◐", "Light or dark"));
        tools.getStyleClass().add("tools");
        MenuView menu = new MenuView(commands, shortcuts);
        WindowMenu _ = new WindowMenu(menu.of(WINDOW));
        menu.of(FILE).getItems().add(1, new RecentMenu(viewModel).root());
        HBox header = new HBox(menu.root(), gap, tools);
        header.setMinHeight(Region.USE_PREF_SIZE);
        header.setId("toolbar");
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("header");
        return header;
    }

    /// A button that does a command.
    private Button button(String id, String words, String meaning) {
        Command command = commands.command(id);
        Button button = new Button(words);
        button.setId(id);
        button.setAccessibleText(meaning);
        button.getStyleClass().add("header-button");
        Hint.set(button, meaning + " (" + shortcuts.words(id) + ").");
        button.disableProperty().bind(command.obstacle().map(why -> !why.isEmpty()));
        button.setOnAction(_ -> commands.run(command, root.getScene().getWindow()));
        return button;
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            viewModel.openDropped(
                    event.getDragboard().getFiles().stream().map(File::toPath).toList());
            event.setDropCompleted(true);
        }
        event.consume();
    }
}
