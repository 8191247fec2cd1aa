package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;

/// Cuts a text into the windows of a protocol.
public final class Windows {
    private Windows() {}

    /// Windows without overlap from the start of the text on; a tail shorter than a window is dropped.
    ///
    /// With [Bos#ON] the begin-of-text token takes the place of each window's first token. It does not push the
    /// text along, so that the scored tokens are the same ones with and without it.
    ///
    /// @param ids   the whole text
    /// @param bosId the vocabulary's begin-of-text token
    /// @return 1 … `maxWindows` windows of `window` ids
    /// @throws TooLittleTextException    if there is not one whole window
    /// @throws UnsupportedModelException if BOS is asked for and the vocabulary has none
    public static List<int[]> cut(int[] ids, Protocol protocol, OptionalInt bosId) throws EngineException {
        int window = protocol.window();
        int count = Math.min(ids.length / window, protocol.maxWindows());
        if (count == 0) {
            throw new TooLittleTextException(
                    ids.length, window, "one window", "choose a longer text or smaller windows");
        }
        if (protocol.usesBos() && bosId.isEmpty()) {
            throw new UnsupportedModelException(
                    "This vocabulary has no begin-of-text token to put first in each window: measure without BOS.");
        }
        List<int[]> windows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int[] cut = Arrays.copyOfRange(ids, i * window, (i + 1) * window);
            if (protocol.usesBos()) {
                cut[0] = bosId.getAsInt();
            }
            windows.add(cut);
        }
        return windows;
    }
}
