package org.crosslayer.app.control;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.task.NextStep;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.UserMessage;

/// The buttons beside a message: what whoever tells it can do about it, and the commands of the window that help.
public final class MessageSteps {
    private final String prefix;
    private final Supplier<CommandRegistry> commands;
    private final Runnable beforeStep;

    /// @param prefix     of the buttons' ids
    /// @param commands   asked when a message is there
    /// @param beforeStep what becomes of the message when something is done about it
    public MessageSteps(String prefix, Supplier<CommandRegistry> commands, Runnable beforeStep) {
        this.prefix = prefix;
        this.commands = commands;
        this.beforeStep = beforeStep;
    }

    /// The buttons of a message; commands that cannot be done now have none.
    public List<Node> of(UserMessage message) {
        Stream<Node> steps = message.nextSteps().stream().map(this::button);
        Stream<Node> remedies = message.remedies().stream()
                .filter(remedy -> command(remedy).isAvailable())
                .map(this::button);
        return Stream.concat(steps, remedies).toList();
    }

    private Command command(Remedy remedy) {
        return commands.get().command(remedy.command());
    }

    private Button button(NextStep step) {
        Button button = button(step.id(), step.words());
        button.setOnAction(_ -> {
            beforeStep.run();
            step.action().run();
        });
        return button;
    }

    private Button button(Remedy remedy) {
        Button button = button(remedy.command(), remedy.words());
        button.setOnAction(
                _ -> commands.get().run(command(remedy), button.getScene().getWindow()));
        return button;
    }

    private Button button(String id, String words) {
        Button button = new Button(words);
        button.setId(prefix + id);
        button.getStyleClass().add("header-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
