package org.crosslayer.viz.paper;

import java.util.List;
import java.util.Optional;

/// Where a figure is to appear, and what that asks of it.
///
/// Widths of NeurIPS, ICLR, ICML, AAAI, CVPR, TMLR and JMLR are those of the package tueplots; Nature's are from its
/// research figure guide; ACL's from its style file (16 cm of text, columns 0.6 cm apart).
///
/// @param name     as people write it
/// @param single   width of a column
/// @param full     width of the whole text; the same where there is just one column
/// @param tallest  most that a figure may be high
/// @param typeface of the venue's text
/// @param pointSize of labels
public record Venue(String name, Length single, Length full, Length tallest, Typeface typeface, double pointSize) {
    private static final Length LETTER = Length.inches(9);

    /// All that are known, in the order of a menu.
    public static final List<Venue> PRESETS = List.of(
            oneColumn("NeurIPS", 5.5),
            twoColumns("ICML", 3.25, 6.75),
            oneColumn("ICLR", 5.5),
            new Venue("ACL", Length.mm(77), Length.mm(160), Length.mm(240), Typeface.SERIF, 8),
            twoColumns("CVPR", 3.25, 6.875),
            twoColumns("AAAI", 3.3, 6.975),
            oneColumn("TMLR", 6.5),
            oneColumn("JMLR", 6.0),
            new Venue("Nature", Length.mm(89), Length.mm(183), Length.mm(170), Typeface.SANS, 7));

    /// The preset of that name, whatever its case.
    public static Optional<Venue> named(String name) {
        return PRESETS.stream()
                .filter(venue -> venue.name.equalsIgnoreCase(name))
                .findFirst();
    }

    private static Venue oneColumn(String name, double inches) {
        return new Venue(name, Length.inches(inches), Length.inches(inches), LETTER, Typeface.SERIF, 8);
    }

    private static Venue twoColumns(String name, double single, double full) {
        return new Venue(name, Length.inches(single), Length.inches(full), LETTER, Typeface.SERIF, 8);
    }
}
