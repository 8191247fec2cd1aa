package org.crosslayer.app.shell;

import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Where the style sheets lie: one for shapes and type, one a theme for colours.
final class Stylesheets {
    private Stylesheets() {}

    static List<String> of(Theme theme) {
        return Stream.of("workbench", theme.sheet()).map(Stylesheets::url).toList();
    }

    private static String url(String name) {
        URL url = Stylesheets.class.getResource("/org/crosslayer/app/" + name + ".css");
        return Objects.requireNonNull(url, name + ".css is missing from the program")
                .toExternalForm();
    }
}
