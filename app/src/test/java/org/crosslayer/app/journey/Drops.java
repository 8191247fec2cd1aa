package org.crosslayer.app.journey;

import com.sun.javafx.scene.input.DragboardHelper;
import com.sun.javafx.tk.TKClipboard;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/// What the file manager sends when a file is let go over a node.
final class Drops {
    private Drops() {}

    /// Drags a file over a node and lets it go there, on the JavaFX thread.
    ///
    /// @return whether something took it
    static boolean on(Node node, Path file) {
        Dragboard board = DragboardHelper.createDragboard(carrying(List.of(file.toFile())));
        // As the window does it: who did not accept it while it was over him is not told that it was let go.
        DragEvent over = event(DragEvent.DRAG_OVER, board);
        Event.fireEvent(node, over);
        if (over.isAccepted()) {
            Event.fireEvent(node, event(DragEvent.DRAG_DROPPED, board));
        }
        return over.isAccepted();
    }

    /// What the platform would hold; the local clipboard of the toolkit knows no modes of transfer.
    private static TKClipboard carrying(List<File> files) {
        return (TKClipboard) Proxy.newProxyInstance(
                Drops.class.getClassLoader(),
                new Class<?>[] {TKClipboard.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getTransferModes" -> Set.of(TransferMode.COPY);
                    case "getContentTypes" -> Set.of(DataFormat.FILES);
                    case "hasContent" -> true;
                    case "getContent" -> files;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static DragEvent event(EventType<DragEvent> type, Dragboard board) {
        return new DragEvent(type, board, 0, 0, 0, 0, TransferMode.COPY, null, null, null);
    }
}
