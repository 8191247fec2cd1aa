package org.crosslayer.viz.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.crosslayer.viz.color.ColorVision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {
    @Test
    void unitsAreThoseOfPrinters() {
        assertThat(Length.inches(1).points()).isEqualTo(72);
        assertThat(Length.mm(25.4).points()).isCloseTo(72, within(1e-9));
        assertThat(Length.parse("240 pt").points()).isEqualTo(240);
    }

    @ParameterizedTest
    @ValueSource(strings = {"89 mm", "3.25 in", "240 pt", "6.975 in"})
    void whatIsWrittenReadsTheSame(String written) {
        assertThat(Length.parse(written)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "89", "mm", "-3 mm", "1e3 pt", "89 cm", "nan mm"})
    void whatIsNoLengthIsRefusedWithAnExample(String written) {
        assertThatThrownBy(() -> Length.parse(written)).hasMessageContaining("89 mm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 mm", "6000 mm"})
    void whatNoPrinterTakesIsRefused(String written) {
        assertThatThrownBy(() -> Length.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void greyKeepsBlackAndWhiteAndTheOrderOfLightness() {
        assertThat(ColorVision.GREY.seen(0xFF000000)).isEqualTo(0xFF000000);
        assertThat(ColorVision.GREY.seen(0xFFFFFFFF)).isEqualTo(0xFFFFFFFF);
        assertThat(ColorVision.GREY.seen(0xFFFF0000) & 0xFF).isEqualTo(127);
        assertThat(ColorVision.GREY.seen(0xFF00FF00) & 0xFF).isGreaterThan(ColorVision.GREY.seen(0xFFFF0000) & 0xFF);
    }
}
