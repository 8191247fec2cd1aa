package org.crosslayer.app.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project is a file that can travel with what it names.
class ProjectFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws BadFileException {
        ProjectFile project = new ProjectFile(
                ProjectFile.FORMAT,
                ProjectFile.VERSION,
                "../models/sample",
                "texts/a.txt",
                List.of("texts/a.txt", "texts/b.txt"),
                List.of(
                        new ProjectFile.Plan("A", "cheap layers", "study.plan-1.json"),
                        new ProjectFile.Plan("B", "", null)),
                1,
                "why layer 5 stays",
                Map.of("selection", Map.of("primary", 5)));
        Path file = folder.resolve("study.crosslayer");
        project.write(file);
        assertEquals(project, ProjectFile.read(file));
    }

    @Test
    void pathsAreRelativeToTheFile() {
        assertEquals(
                "../models/sample", ProjectFile.relative(folder.resolve("models/sample"), folder.resolve("studies")));
        assertEquals(
                folder.resolve("models/sample").normalize(),
                ProjectFile.resolved("../models/sample", folder.resolve("studies")));
    }

    @Test
    void theOnePlanOfTheFirstVersionIsPlanA() throws Exception {
        Path file = Files.writeString(
                folder.resolve("old.crosslayer"),
                "{\"format\":\"crosslayer-project\",\"version\":1,\"plan\":\"old.plan.json\",\"notes\":\"\"}");
        assertEquals(
                List.of(new ProjectFile.Plan("A", "", "old.plan.json")),
                ProjectFile.read(file).plans());
    }

    @Test
    void aNewerVersionIsRefusedWithASentence() throws IOException {
        Path file = Files.writeString(
                folder.resolve("new.crosslayer"), "{\"format\":\"crosslayer-project\",\"version\":3}");
        String sentence = assertThrows(BadFileException.class, () -> ProjectFile.read(file))
                .getMessage();
        assertTrue(sentence.contains("newer Crosslayer (project version 3, this one reads up to 2)"), sentence);
    }

    @Test
    void whatIsNoProjectIsRefusedWithASentence() throws IOException {
        for (String content : new String[] {"", "not json", "{}", "[1]", "{\"format\":\"other\"}"}) {
            Path file = Files.writeString(folder.resolve("other.crosslayer"), content);
            String sentence = assertThrows(BadFileException.class, () -> ProjectFile.read(file))
                    .getMessage();
            assertTrue(sentence.contains("is no project of Crosslayer"), sentence);
        }
        assertThrows(BadFileException.class, () -> ProjectFile.read(folder.resolve("missing.crosslayer")));
    }
}
