package org.floatingip.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.floatingip.lab.Figures;
import org.floatingip.lab.overhead.OverheadReport.Allocation;
import org.floatingip.lab.overhead.OverheadReport.ConsumerTest;
import org.floatingip.lab.overhead.OverheadReport.Times;
import org.junit.jupiter.api.Test;

/** The page says what was measured, by its pairs, and whether that is what was promised. */
class OverheadReportTest {

    private static final Figures BARE = new Figures(List.of(1000.0, 2000.0, 4000.0));

    private static OverheadReport report(double must, Figures vip) {
        return new OverheadReport(
                "today; here",
                "Once.",
                List.of(new Times(
                        "`bare` call", "`vip` call", 20, must, BARE, vip, new Figures(List.of(1.0, 2.0, 3.0)))),
                List.of(new Allocation("bare call", "vip call", 10_000, 12_500)),
                new ConsumerTest(new Figures(List.of(300.0)), new Figures(List.of(120.0)), 90_000));
    }

    private static String page(double must, Figures vip) {
        return report(must, vip).text();
    }

    @Test
    void text_ofPairs_comparesEachWithItsOwn() {
        // 1.02, 1.03 and 1.50.
        assertThat(page(1.05, new Figures(List.of(1020.0, 2060.0, 6000.0))))
                .contains(
                        "| `bare` call | `vip` call | 20 ms | 2,000 | 2,060 | 1.030 (1.020 to 1.500) | 1.05: reached | 2 (1 to 3) |")
                .contains("| bare call | vip call | 10.0 | 12.5 | 2.5 |");
    }

    @Test
    void text_whenTheRatioIsAboveItsMost_saysMissed() {
        assertThat(page(1.05, new Figures(List.of(1060.0, 2200.0, 4400.0)))).contains("| 1.05: missed |");
    }

    @Test
    void text_whereNothingWasPromised_saysNeither() {
        assertThat(page(0, BARE)).doesNotContain("reached").doesNotContain("missed");
    }

    @Test
    void csv_ofPairsAndTests_hasALineForEachSeries() {
        assertThat(report(0, BARE).csv().lines())
                .containsExactly(
                        "series,unit,values",
                        "bare call at 20 ms,us,1000.0,2000.0,4000.0",
                        "vip call at 20 ms,us,1000.0,2000.0,4000.0",
                        "added by vip call at 20 ms,us,1.0,2.0,3.0",
                        "first test of a JVM,ms,300.0",
                        "test in a warm JVM,us,120.0");
    }
}
