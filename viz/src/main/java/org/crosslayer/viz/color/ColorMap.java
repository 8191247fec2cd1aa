package org.crosslayer.viz.color;

import java.util.HexFormat;

/// The colour maps, as tables of 256 opaque `0xAARRGGBB` colours interpolated between knots.
///
/// The knots of viridis and cividis were chosen from the published tables (matplotlib, CC0) such that straight lines
/// between them stay within 1 of 255 of every channel of every published entry.
public enum ColorMap {
    /// Dark violet to yellow, equal steps of lightness.
    VIRIDIS(
            "viridis",
            "00440154 0D481467 21472E7C 34404588 5431678E 7723888E 8B1E9B8A 9922A884 "
                    + "A62FB47C B344BF70 C569CD5B D590D743 E9C5E021 F2DDE318 F9EFE51C FFFDE725"),
    /// Dark blue to yellow, the same to readers with and without red-green colour blindness.
    CIVIDIS(
            "cividis",
            "0000224E 1300306F 17013271 1C123570 25233C6E 3538476C 484B546C 5B5D616E 86828079 "
                    + "8E8A8678 9B969077 B2ADA272 CBC7B767 E0DEC958 EDEDD54A FCFEE434 FEFEE636 FFFEE838"),
    /// Black to white, for print.
    GREY("grey", "00000000 FFFFFFFF"),
    /// Blue over white to vermilion for differences; white is zero, and no reader confuses the two sides.
    DIVERGING("blue–white–vermilion", "00005A9C 405FA3D3 7FF7F7F7 80F7F7F7 BFEE8F4E FFA63F00");

    /// Entries of every table.
    public static final int SIZE = 256;

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // filled once here and never handed out
    private final int[] table;

    /// @param knots words of eight hexadecimal digits: place in the table, red, green, blue; the places ascend
    ColorMap(String words, String knots) {
        this.words = words;
        this.table = interpolate(knots);
    }

    /// The name that a person knows it by.
    public String words() {
        return words;
    }

    /// Whether the middle of the map means zero.
    public boolean isDiverging() {
        return this == DIVERGING;
    }

    /// The colour of table entry `index` in `[0, 255]`.
    public int entry(int index) {
        return table[index];
    }

    /// The colour at a position; positions outside `[0, 1]` take the nearer end.
    public int argb(double position) {
        return table[(int) Math.round(Math.clamp(position, 0.0, 1.0) * (SIZE - 1))];
    }

    private static int[] interpolate(String knots) {
        String[] words = knots.split(" ", -1);
        int[] table = new int[SIZE];
        for (int k = 0; k + 1 < words.length; k++) {
            int here = HexFormat.fromHexDigits(words[k]);
            int next = HexFormat.fromHexDigits(words[k + 1]);
            int from = here >>> 24;
            int to = next >>> 24;
            for (int index = from; index <= to; index++) {
                table[index] = Rgb.mix(here, next, (index - from) / (double) (to - from));
            }
        }
        return table;
    }
}
