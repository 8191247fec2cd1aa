package org.crosslayer.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;

/// Turns to every page and every layout and opens the palette, one after the other, each as soon as what the last one
/// asked for is there. The launcher lets the window do so after a build, where nobody sees it, and keeps the classes
/// that this took: what is turned to for the first time is then there sooner.
final class DressRehearsal extends AnimationTimer {
    /// Pages and what they ask for come with the next frames.
    private static final int FRAMES = 6;
    /// A build does not wait for a page that never comes.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final CommandRegistry commands;
    private final Window window;
    private final BooleanSupplier isReady;
    private final Runnable then;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final long began = System.nanoTime();
    private int frames;

    /// @param isReady whether nothing is being computed any more
    /// @param then    is called at the end, on the window's thread
    DressRehearsal(CommandRegistry commands, Window window, BooleanSupplier isReady, Runnable then) {
        this.commands = commands;
        this.window = window;
        this.isReady = isReady;
        this.then = then;
        commands.commands().stream().filter(DressRehearsal::onlyShows).forEach(waiting::add);
        waiting.add(commands.command("palette"));
    }

    private static boolean onlyShows(Command command) {
        return command.id().startsWith("show-") || command.id().startsWith("layout-");
    }

    @Override
    public void handle(long now) {
        if (System.nanoTime() - began > LONGEST.toNanos()) {
            waiting.clear();
        } else if (!isReady.getAsBoolean() || ++frames < FRAMES) {
            return;
        }
        frames = 0;
        if (waiting.isEmpty()) {
            stop();
            then.run();
        } else {
            commands.run(waiting.remove(), window);
        }
    }
}
