package org.crosslayer.engine.bench.contest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// `engine/bench/history.jsonl`: one line for each contest, with what is needed to compare it with another day's.
final class History {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String commit;

    History(Path file, String commit) {
        this.file = file;
        this.commit = commit;
    }

    void append(String row, int threads, List<Rates> rates) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("commit", commit);
        line.put("processor", processor());
        line.put("jdk", Runtime.version().toString());
        line.put("threads", threads);
        line.put("row", row);
        ObjectNode sides = line.putObject("sides");
        for (Rates side : rates) {
            ObjectNode of = sides.putObject(side.who());
            of.put("unit", side.measure().unit().words());
            of.put("median", side.median());
            side.samples().forEach(of.withArray("samples")::add);
        }
        Files.writeString(
                file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// The name, and whether it multiplies BF16 tiles, which a virtual machine's name does not tell.
    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        List<String> lines = Files.readAllLines(PROCESSORS);
        String name = lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
        boolean tiles = lines.stream().anyMatch(line -> line.startsWith("flags") && line.contains(" amx_bf16"));
        return tiles ? name + ", AMX" : name;
    }
}
