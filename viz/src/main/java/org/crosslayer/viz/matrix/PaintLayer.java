package org.crosslayer.viz.matrix;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A canvas that is painted at most once a pulse, and never while it cannot be seen.
///
/// It is unmanaged, hence the root of its own layout: asking it to repaint lays out nothing above it.
public final class PaintLayer extends Region {
    private final Canvas canvas = new Canvas();
    private final Runnable painter;
    private boolean isStale = true;
    private @Nullable ObservableBooleanValue awaited;

    /// A layer that `painter` fills; it finds [#canvas] cleared and as large as the layer.
    public PaintLayer(Runnable painter) {
        this.painter = painter;
        setManaged(false);
        setMouseTransparent(true);
        getChildren().add(canvas);
    }

    /// What the painter draws on.
    public Canvas canvas() {
        return canvas;
    }

    /// Asks for a repaint with the next pulse.
    public void repaint() {
        isStale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            isStale = true;
        }
        if (!isStale || getWidth() <= 0 || getHeight() <= 0) {
            return;
        }
        Node hidden = hiddenAncestor();
        if (hidden != null) {
            await(hidden.visibleProperty());
            return;
        }
        isStale = false;
        canvas.getGraphicsContext2D().clearRect(0, 0, getWidth(), getHeight());
        painter.run();
    }

    private @Nullable Node hiddenAncestor() {
        for (Node node = this; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return node;
            }
        }
        return null;
    }

    /// Repaints once the ancestor is shown again; an invisible node gets no event of its own.
    private void await(ObservableBooleanValue visible) {
        if (awaited == visible) {
            return;
        }
        awaited = visible;
        visible.addListener(new InvalidationListener() {
            @Override
            public void invalidated(Observable change) {
                if (visible.get()) {
                    visible.removeListener(this);
                    awaited = null;
                    requestLayout();
                }
            }
        });
    }
}
