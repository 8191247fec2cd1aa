package org.crosslayer.app.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.crosslayer.viz.export.FileDraft;

/// Recipes as JSON, read strictly: a key that is not known is a mistake, never passed over.
public final class RecipeFile {
    /// A recipe is written by hand; a file beyond this size is something else.
    private static final long LARGEST_BYTES = 4L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private RecipeFile() {}

    /// Reads a recipe.
    ///
    /// @throws RecipeException if it is none; says where
    public static Recipe read(Path file) throws IOException, RecipeException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw new RecipeException(file + " has " + Files.size(file) + " bytes: it is no recipe.");
        }
        Recipe recipe;
        try {
            recipe = JSON.readValue(Files.readAllBytes(file), Recipe.class);
        } catch (UnrecognizedPropertyException fault) {
            Collection<?> known = fault.getKnownPropertyIds();
            throw new RecipeException(file + ": the key " + path(fault) + " is not known" + place(fault)
                    + (known == null
                            ? "."
                            : "; known there: "
                                    + known.stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .collect(Collectors.joining(", ")) + "."));
        } catch (InvalidTypeIdException fault) {
            throw new RecipeException(file + ": " + path(fault) + " has the kind \"" + fault.getTypeId() + "\""
                    + place(fault) + "; known kinds: layers, heads, bands, attention, difference, profile, cost,"
                    + " trade-off, fitting, scatter, data.");
        } catch (JsonMappingException fault) {
            throw new RecipeException(file + ": " + path(fault) + " makes no sense" + place(fault) + " ("
                    + fault.getOriginalMessage() + ").");
        } catch (JsonProcessingException fault) {
            throw new RecipeException(file + " is not JSON" + place(fault) + ": " + fault.getOriginalMessage() + ".");
        }
        if (recipe == null || recipe.schemaVersion() != Recipe.VERSION) {
            throw new RecipeException(file + ": schemaVersion must be " + Recipe.VERSION
                    + ", the form that this version of Crosslayer reads.");
        }
        if (recipe.model() == null || recipe.text() == null || recipe.panels().isEmpty()) {
            throw new RecipeException(file + ": a recipe names a model, a text and at least one of panels.");
        }
        return recipe;
    }

    /// Writes a recipe, whole or not at all.
    public static void write(Recipe recipe, Path file) throws IOException {
        FileDraft.write(file, out -> {
            out.write(JSON.writeValueAsBytes(recipe));
            out.write('\n');
        });
    }

    private static String path(JsonMappingException fault) {
        String path = fault.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "it" : path.substring(path.startsWith(".") ? 1 : 0);
    }

    private static String place(JsonProcessingException fault) {
        return fault.getLocation() == null
                ? ""
                : " (line " + fault.getLocation().getLineNr() + ")";
    }
}
