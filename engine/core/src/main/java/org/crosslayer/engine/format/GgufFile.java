package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;

/// A GGUF model over mapped memory, in one file or in parts.
///
/// Every length, count and offset is checked before it is used; values are not looked at. Tensors of a big-endian
/// file are copied once into memory with their bytes turned round, because everything here computes on little-endian
/// data.
public final class GgufFile implements Checkpoint {
    /// How the name of such a file ends.
    public static final String EXTENSION = ".gguf";

    private final List<MappedFile> files;
    private final GgufHeader first;
    private final boolean hasData;
    private final Map<String, MappedTensor> tensors;

    private GgufFile(List<MappedFile> files, GgufHeader first, boolean hasData, Map<String, MappedTensor> tensors) {
        this.files = List.copyOf(files);
        this.first = first;
        this.hasData = hasData;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /// Whether a path is named like a GGUF file.
    public static boolean isNamedSo(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().endsWith(EXTENSION);
    }

    /// Maps a file and checks it, together with the other parts where its name ends in `-00001-of-0000N.gguf`.
    ///
    /// @throws BadFileException if a part is missing, cannot be read or breaks a rule of the format
    public static GgufFile open(Path path) throws BadFileException {
        List<MappedFile> files = new ArrayList<>();
        boolean trusted = false;
        try {
            for (Path part : GgufParts.of(path)) {
                files.add(MappedFile.open(part, EXTENSION));
            }
            GgufFile file = read(files);
            trusted = true;
            return file;
        } finally {
            if (!trusted) {
                files.forEach(MappedFile::close);
            }
        }
    }

    private static GgufFile read(List<MappedFile> files) throws BadFileException {
        List<GgufHeader> headers = new ArrayList<>();
        boolean hasData = true;
        for (MappedFile file : files) {
            GgufHeader header = GgufHeader.read(file.path(), file.data());
            GgufParts.check(header.keys(), headers.size(), files.size());
            headers.add(header);
            hasData &= header.hasData();
        }
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        for (int part = 0; hasData && part < files.size(); part++) {
            addTensors(files.get(part), headers.get(part), tensors);
        }
        GgufMetadata keys = headers.getFirst().keys();
        if (hasData && files.size() > 1 && keys.countOr(GgufParts.TENSORS, tensors.size()) != tensors.size()) {
            throw keys.wrong(GgufParts.TENSORS, tensors.size() + ", the number of tensors in all parts");
        }
        return new GgufFile(files, headers.getFirst(), hasData, tensors);
    }

    private static void addTensors(MappedFile file, GgufHeader header, Map<String, MappedTensor> into)
            throws BadFileException {
        for (GgufTensorEntry entry : header.tensors()) {
            MemorySegment stored = file.data().asSlice(header.dataStart() + entry.begin(), entry.end() - entry.begin());
            MemorySegment data =
                    header.order() == ByteOrder.LITTLE_ENDIAN ? stored : BigEndian.turned(file, entry, stored);
            if (into.put(entry.name(), new MappedTensor(entry.name(), entry.dtype(), entry.shape(), data)) != null) {
                throw new BadFileException(
                        file.path(),
                        "tensor " + Phrases.quoted(entry.name())
                                + " is in another part as well: the parts belong to different models.");
            }
        }
    }

    /// The metadata; of a model in parts that of the first.
    public GgufMetadata keys() {
        return first.keys();
    }

    /// 2 or 3.
    public int version() {
        return first.version();
    }

    /// How numbers are written in the file; [#tensors()] are little-endian in any case.
    public ByteOrder byteOrder() {
        return first.order();
    }

    /// Whether the tensors are there: some tools write headers alone, which can be inspected but not run.
    public boolean hasData() {
        return hasData;
    }

    /// The mapped files, in order of parts.
    public List<Path> paths() {
        return files.stream().map(MappedFile::path).toList();
    }

    /// The tensors in file order, part by part; none where the file is a header alone.
    @Override
    public Map<String, MappedTensor> tensors() {
        return tensors;
    }

    /// Every key with its value as people read it: arrays by length and first elements.
    @Override
    public Map<String, String> metadata() {
        return first.keys().displayed();
    }

    @Override
    public void requireUnchanged() throws BadFileException {
        for (MappedFile file : files) {
            file.requireUnchanged();
        }
    }

    @Override
    public void close() {
        files.forEach(MappedFile::close);
    }
}
