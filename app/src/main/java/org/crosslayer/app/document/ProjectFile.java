package org.crosslayer.app.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;

/// A project as its file has it. Paths are relative to the file's folder where that is possible, with `/`
/// between, so that a folder with model, text and project can be moved to another machine.
///
/// @param format  [#FORMAT]
/// @param version of the format, [#VERSION] when written by this program
/// @param model   folder or file of the model; null for a project without
/// @param text    the text that is read
/// @param texts   all texts of the project, in their order
/// @param plans   the plans, in their order; empty for a project without a model
/// @param active  which of them is worked on, counted from 0
/// @param notes   what the user wrote down
/// @param parts   everything else, by [ProjectPart#key]
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProjectFile(
        String format,
        int version,
        @Nullable String model,
        @Nullable String text,
        List<String> texts,
        List<Plan> plans,
        int active,
        String notes,
        Map<String, Map<String, Object>> parts) {
    /// A plan of the project.
    ///
    /// @param name  such as `A`
    /// @param notes what the user wrote down about it
    /// @param file  where it lies; null where no layer shares
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Plan(String name, String notes, @Nullable String file) {
        public Plan {
            name = orElse(name, "");
            notes = orElse(notes, "");
        }
    }

    /// The ending of project files.
    public static final String ENDING = ".crosslayer";

    static final String FORMAT = "crosslayer-project";
    static final int VERSION = 2;
    /// Had one plan, whose file was called `plan`.
    private static final int ONE_PLAN = 1;

    private static final long LARGEST_BYTES = 4L << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public ProjectFile {
        // Files may lack them, whatever the types say.
        texts = List.copyOf(orElse(texts, List.of()));
        plans = List.copyOf(orElse(plans, List.of()));
        notes = orElse(notes, "");
        parts = Map.copyOf(orElse(parts, Map.of()));
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /// A project file from a file.
    ///
    /// @throws BadFileException if it is none, or one of a newer version
    public static ProjectFile read(Path file) throws BadFileException {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new BadFileException(file, "is too large for a project: choose a file that was saved as one.");
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!FORMAT.equals(root.path("format").asText())) {
                throw new BadFileException(file, "is no project of Crosslayer: choose a file that was saved as one.");
            }
            int version = root.path("version").asInt(0);
            if (version > VERSION) {
                throw new BadFileException(
                        file,
                        "was saved by a newer Crosslayer (project version " + version + ", this one reads up to "
                                + VERSION + "): open it with that one.");
            }
            ProjectFile project = JSON.treeToValue(root, ProjectFile.class);
            return version == ONE_PLAN && root.hasNonNull("plan")
                    ? project.withOnePlan(root.get("plan").asText())
                    : project;
        } catch (JsonProcessingException e) {
            throw new BadFileException(file, "is no project of Crosslayer: choose a file that was saved as one.", e);
        } catch (IOException e) {
            throw new BadFileException(file, "cannot be read; check that it exists and may be read.", e);
        }
    }

    private ProjectFile withOnePlan(String planFile) {
        return new ProjectFile(
                format, VERSION, model, text, texts, List.of(new Plan("A", "", planFile)), 0, notes, parts);
    }

    /// Writes it, whole or not at all.
    public void write(Path file) throws BadFileException {
        AtomicFile.write(
                file,
                out -> out.write(
                        (JSON.writeValueAsString(this) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /// A path as a file in this folder names it.
    static String relative(Path path, Path folder) {
        Path absolute = path.toAbsolutePath().normalize();
        Path from = folder.toAbsolutePath().normalize();
        boolean isNear = java.util.Objects.equals(absolute.getRoot(), from.getRoot());
        return (isNear ? from.relativize(absolute) : absolute).toString().replace('\\', '/');
    }

    /// The path that a file in this folder means.
    static Path resolved(String path, Path folder) {
        return folder.toAbsolutePath().resolve(path).normalize();
    }
}
