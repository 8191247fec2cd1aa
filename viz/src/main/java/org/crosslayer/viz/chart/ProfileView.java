package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.crosslayer.viz.color.Ticks;
import org.crosslayer.viz.matrix.PaintLayer;
import org.jfree.fx.FXGraphics2D;

/// A small chart of one number a position, as bars or as a line; highlighted positions have their own colour.
///
/// JFreeChart redraws on every event; here the chart is built and drawn once a pulse, and not at all while hidden.
public final class ProfileView extends Region {
    private static final int FONT_PX = 12;
    private static final double LEAST_PX = 64;

    /// How the numbers are drawn.
    public enum Kind {
        /// One bar from zero for each position.
        BARS,
        /// Points joined by a line; the axis need not hold zero.
        LINE
    }

    private final Kind kind;
    private final ObjectProperty<Profile> profile = new SimpleObjectProperty<>(this, "profile", Profile.EMPTY);
    private final ObjectProperty<ChartColors> colors = new SimpleObjectProperty<>(this, "colors", ChartColors.LIGHT);
    private final PaintLayer layer = new PaintLayer(this::paint);

    /// An empty chart.
    public ProfileView(Kind kind) {
        this.kind = kind;
        getStyleClass().add("cl-profile");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleRoleDescription("chart");
        setMinSize(LEAST_PX, LEAST_PX);
        setPrefSize(360, 200);
        getChildren().add(layer);
        profile.addListener((_, _, now) -> show(now));
        colors.addListener((_, _, _) -> layer.repaint());
        show(Profile.EMPTY);
    }

    /// What is drawn.
    public ObjectProperty<Profile> profileProperty() {
        return profile;
    }

    /// In which colours; light at first.
    public ObjectProperty<ChartColors> colorsProperty() {
        return colors;
    }

    @Override
    protected void layoutChildren() {
        layer.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void show(Profile now) {
        setAccessibleText(summary(now));
        layer.repaint();
    }

    private static String summary(Profile profile) {
        if (profile.values().isEmpty()) {
            return "Empty chart";
        }
        int best = 0;
        for (int position = 1; position < profile.values().size(); position++) {
            double largest = profile.values().get(best);
            if (Double.isNaN(largest) || profile.values().get(position) > largest) {
                best = position;
            }
        }
        return profile.valueTitle() + " for " + profile.values().size() + " positions; largest at "
                + profile.positionTitle() + " " + best + ": "
                + Ticks.text(profile.values().get(best), 4);
    }

    private void paint() {
        if (!profile.get().values().isEmpty()) {
            FXGraphics2D graphics = new FXGraphics2D(layer.canvas().getGraphicsContext2D());
            ProfileChart.of(profile.get(), kind, colors.get(), FONT_PX)
                    .draw(graphics, new Rectangle2D.Double(0, 0, getWidth(), getHeight()));
        }
    }
}
