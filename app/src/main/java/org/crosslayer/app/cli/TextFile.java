package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads texts. A text is UTF-8 or it is refused: replacement characters would change the tokens in silence.
final class TextFile {
    private TextFile() {}

    /// The whole text, line ends and byte order mark as they are.
    ///
    /// @throws InputException if the file is not UTF-8; says at which byte
    static String read(Path file) throws IOException, InputException {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a folder: name a text file.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        // UTF-8 never has more UTF-16 units than bytes.
        CharBuffer text = CharBuffer.allocate(bytes.capacity());
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw new InputException(file + " is not UTF-8: the byte at offset " + bytes.position()
                    + " starts no character; convert the file to UTF-8 first.");
        }
        return text.flip().toString();
    }
}
