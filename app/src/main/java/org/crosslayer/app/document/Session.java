package org.crosslayer.app.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.crosslayer.app.preferences.StateFile;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.TaskRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is open, written down a moment after every change, so that a crash, a kill or an empty battery costs a
/// moment's work. While the program runs, a mark lies beside it with the process's number; whoever finds the mark
/// of a process that is no more knows how it ended.
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String FOLDER = "session";
    /// Beside the other, so that paths from it lead to the same places.
    private static final String LOST_FOLDER = "lost";

    private static final String PROJECT = "session" + ProjectFile.ENDING;
    private static final String MARK = "running.json";
    /// Long enough that a row of clicks is written once.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// How the session before ended.
    public enum Before {
        /// There was none.
        NONE,
        /// The program was quit.
        QUIT,
        /// It was killed, or it crashed.
        LOST,
        /// It still runs, in another window of this user.
        RUNNING
    }

    record Mark(long process, @Nullable Long started) {
        static Mark ofThisProcess() {
            ProcessHandle self = ProcessHandle.current();
            return new Mark(self.pid(), started(self));
        }

        /// The same number may be another process by now; then it began at another time.
        boolean isAlive() {
            Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
            return found.isPresent() && (started == null || started.equals(started(found.get())));
        }

        private static @Nullable Long started(ProcessHandle handle) {
            return handle.info().startInstant().map(Instant::toEpochMilli).orElse(null);
        }
    }

    private final Path folder;
    private final Path lost;
    private final StateFile mark;
    private final ProjectDocument document;
    private final TaskRunner runner;
    private final DiskWriter disk;
    private final Before before;
    private Runnable stopPause = () -> {};
    private @Nullable ProjectSnapshot written;
    /// Known to the disk's thread alone: of several that wait only the newest is written.
    private @Nullable ProjectSnapshot onDisk;
    private boolean ended;

    /// Looks how the session before ended, and begins one of its own unless that still runs. What a lost one left
    /// is put aside first, so that nothing writes over it.
    ///
    /// @param state where the program keeps its files
    public Session(Path state, ProjectDocument document, TaskRunner runner, DiskWriter disk) {
        this.folder = state.resolve(FOLDER);
        this.lost = state.resolve(LOST_FOLDER);
        this.mark = new StateFile(folder.resolve(MARK));
        this.document = document;
        this.runner = runner;
        this.disk = disk;
        Before found = mark.read(Mark.class)
                .map(is -> is.isAlive() ? Before.RUNNING : Before.LOST)
                .orElse(Before.QUIT);
        boolean isEmpty = !Files.isRegularFile(folder.resolve(PROJECT));
        this.before = isEmpty && found != Before.RUNNING ? Before.NONE : found;
        if (before == Before.LOST) {
            putAside();
        }
        if (before != Before.RUNNING) {
            disk.write(MARK, () -> mark.write(Mark.ofThisProcess()), document::tell);
        }
    }

    /// How the session before ended.
    public Before before() {
        return before;
    }

    /// Opens what was open in the session before.
    public void restore() {
        document.recover((before == Before.LOST ? lost : folder).resolve(PROJECT));
    }

    /// Something has changed: writes it down after a moment.
    public void changed() {
        if (before != Before.RUNNING && !ended) {
            stopPause.run();
            stopPause = runner.after(PAUSE, this::write);
        }
    }

    /// The program is quit: writes the last change down and takes the mark away. Nothing is written after that.
    public void end() {
        if (before != Before.RUNNING && !ended) {
            ended = true;
            stopPause.run();
            write();
            disk.write(MARK, () -> Files.deleteIfExists(mark.path()), _ -> {});
        }
    }

    private void write() {
        document.check();
        ProjectSnapshot now = document.snapshot();
        if (now.subject() != null && !now.equals(written)) {
            written = now;
            disk.write(
                    PROJECT,
                    () -> {
                        Files.createDirectories(folder);
                        now.write(folder.resolve(PROJECT), onDisk);
                        onDisk = now;
                    },
                    document::tell);
        }
    }

    private void putAside() {
        try {
            if (Files.isDirectory(lost)) {
                try (Stream<Path> old = Files.list(lost)) {
                    for (Path file : old.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(lost);
            }
            Files.move(folder, lost);
        } catch (IOException e) {
            LOG.warn("what the lost session left stays where it is: {}", e.getMessage());
        }
    }
}
