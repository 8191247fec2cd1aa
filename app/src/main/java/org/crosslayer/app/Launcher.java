package org.crosslayer.app;

import java.nio.file.Path;
import java.time.Duration;
import javafx.application.Application;
import org.crosslayer.app.cli.CrosslayerCommand;
import org.crosslayer.app.cli.ErrorSentences;
import org.crosslayer.app.cli.FirstAnalysis;
import org.crosslayer.app.cli.Interruption;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the program starts: the window without arguments, the command line with them.
///
/// No [Application] itself: the JVM would then look for JavaFX before anything else, command line or not.
public final class Launcher {
    private static final int FAILED = 1;

    private Launcher() {}

    /// Starts the program; its exit status is 0 done, 1 failed, 2 bad usage.
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            if (Boolean.getBoolean("crosslayer.detour")) {
                StandardError.restore();
            }
            return args.length == 0 ? window() : command(args);
        } catch (Throwable problem) {
            return report(problem);
        }
    }

    private static int command(String[] args) {
        try (Interruption interruption = Interruption.listening()) {
            return CrosslayerCommand.commandLine(interruption, Boolean.getBoolean("crosslayer.terminal"))
                    .execute(args);
        }
    }

    private static int window() throws Throwable {
        String obstacle = Display.obstacle();
        if (obstacle == null) {
            obstacle = openWindow();
        }
        if (obstacle == null) {
            return 0;
        }
        Path folder = FirstAnalysis.newFolder(Path.of(""));
        System.out.println(obstacle + ", so the first analysis of the sample model goes to the folder "
                + folder.toAbsolutePath() + " instead.");
        try (Interruption interruption = Interruption.listening()) {
            return draw(FirstAnalysis.write(folder, interruption), folder);
        }
    }

    private static int draw(LabelledMatrix matrix, Path folder) {
        // Where DISPLAY names a display that is not there, drawing would try to open it.
        System.setProperty("java.awt.headless", "true");
        // Java would keep its list of fonts in the home folder, and nothing is to be left outside of our own.
        System.setProperty("user.home", System.getProperty("org.bytedeco.javacpp.cachedir", folder.toString()));
        try {
            FirstAnalysis.draw(matrix, folder);
            return 0;
        } catch (Throwable problem) {
            log().error("no picture", problem);
            System.err.println("The picture could not be drawn (" + problem + "), all other files are there: install "
                    + "fontconfig and a font (Debian, Ubuntu: apt install fontconfig fonts-dejavu-core; Fedora: dnf "
                    + "install fontconfig dejavu-sans-fonts).");
            return FAILED;
        }
    }

    /// Returns after the window has been closed; or at once, saying why there is none.
    private static @Nullable String openWindow() {
        try {
            Application.launch(WorkbenchApplication.class);
            return null;
        } catch (UnsupportedOperationException | LinkageError e) {
            log().error("no window", e);
            return "The window cannot open here (" + e.getMessage() + ")";
        }
    }

    /// Says when the first heatmap stood on the screen, see [FirstPicture].
    static void sayFirstPicture(Duration took, Runnable then) {
        System.out.println("The first heatmap was on the screen after " + took.toMillis() + " ms.");
        then.run();
    }

    private static int report(Throwable problem) {
        log().error("failed", problem);
        System.err.println(ErrorSentences.sentence(problem));
        return FAILED;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Launcher.class);
    }
}
