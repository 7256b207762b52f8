package org.floatingip.lab.documents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.ScenarioEvent;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.HostFault;

/**
 * One planned move in virtual time, and its picture: what the move did, step by step, and who held and who accepted the
 * address meanwhile. Calls and hosts take as long as in the lab, and the network is as late as EC2 may be.
 */
final class MoveInTime {

    static final Duration CALL = Duration.ofMillis(20);
    static final Duration HOST = Duration.ofMillis(60);

    private static final String VIP = "10.0.1.12";
    private static final String A = "i-0a";
    private static final String B = "i-0b";
    private static final String BLUE = "#4477aa";
    private static final String GREEN = "#66a182";
    private static final String GREY = "#555555";
    private static final int LEFT = 150;
    private static final double PIXELS = 0.215;
    private static final int ROW = 24;
    private static final int TOP = 64;
    private static final int WIDTH = 920;

    /**
     * The world at one time.
     *
     * @param at since the move began
     * @param holder whom the network shows
     */
    record Moment(Duration at, String holder, boolean acceptedByA, boolean acceptedByB) {}

    private final MoveResult result;
    private final List<Moment> moments;

    private MoveInTime(MoveResult result, List<Moment> moments) {
        this.result = result;
        this.moments = moments;
    }

    /** @param lag how long packets may follow the network, and its answers what is so */
    static MoveInTime run(Duration lag) {
        Scenario scenario = Scenario.create();
        scenario.assigner().dataPlaneLag(lag);
        scenario.assigner().readLag(lag);
        for (Call call : Call.values()) {
            scenario.assigner()
                    .inject(Fault.none()
                            .onCall(call)
                            .always()
                            .first(() -> scenario.ticker().advance(CALL)));
        }
        List.of(A, B).forEach(host -> scenario.hosts().fault(host, HostFault.slow(HOST)));
        int before = scenario.history().size();
        MoveResult result = scenario.floatingIp().moveTo(B);
        return new MoveInTime(result, moments(scenario, result, before));
    }

    /** What the history says, from that event on, beginning with what was so before. */
    private static List<Moment> moments(Scenario scenario, MoveResult result, int before) {
        Moment now = new Moment(Duration.ZERO, A, true, false);
        List<Moment> moments = new ArrayList<>(List.of(now));
        for (ScenarioEvent event :
                scenario.history().subList(before, scenario.history().size())) {
            String text = event.text();
            now = new Moment(
                    Duration.between(result.startedAt(), event.at()),
                    text.startsWith("moved " + VIP) ? result.to().host().value() : now.holder(),
                    now.acceptedByA() && !text.equals(A + " drops " + VIP),
                    now.acceptedByB() || text.equals(B + " accepts " + VIP));
            moments.add(now);
        }
        Moment end = new Moment(
                result.elapsed(),
                scenario.network().holders(IpAddress.of(VIP)).get(0).host().value(),
                scenario.hosts().accepts(A, VIP),
                scenario.hosts().accepts(B, VIP));
        moments.add(end);
        if (!end.equals(new Moment(end.at(), now.holder(), now.acceptedByA(), now.acceptedByB()))) {
            throw new IllegalStateException("the history ends with " + now + ", and the world is " + end);
        }
        return List.copyOf(moments);
    }

    /** Each time at which something happened, in order. */
    List<Moment> moments() {
        return moments;
    }

    /** The picture, as SVG. */
    String svg() {
        int rows = 3 + result.steps().size();
        int height = TOP + rows * ROW + 40;
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, height, WIDTH, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, 10, 20, "start", words());
        for (long at = 0; at <= result.elapsed().toMillis(); at += 500) {
            svg.append(format(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>%n",
                    x(at), TOP - 6, x(at), TOP + rows * ROW));
            text(svg, x(at), TOP - 12, "middle", at + " ms");
        }
        int y = TOP;
        lane(svg, y, "the network shows", Moment::holder);
        lane(svg, y += ROW, A + " accepts it", moment -> moment.acceptedByA() ? A : "");
        lane(svg, y += ROW, B + " accepts it", moment -> moment.acceptedByB() ? B : "");
        for (MoveStep step : result.steps()) {
            step(svg, y += ROW, step);
        }
        text(
                svg,
                10,
                y + ROW + 26,
                "start",
                "Made by DrawingsTest from the steps of that run, in virtual time; a call takes " + CALL.toMillis()
                        + " ms, a command on a host " + HOST.toMillis() + " ms.");
        return svg.append("</svg>\n").toString();
    }

    private String words() {
        return "moveTo(\"" + B + "\") of " + VIP + ", which "
                + result.from().orElseThrow().host() + " holds: " + result.outcome() + " after "
                + result.elapsed().toMillis() + " ms.";
    }

    /** @param whose who it is then; empty for nobody */
    private void lane(StringBuilder svg, int y, String name, Function<Moment, String> whose) {
        text(svg, 10, y + 15, "start", name);
        for (int i = 0; i + 1 < moments.size(); i++) {
            String who = whose.apply(moments.get(i));
            int first = i;
            while (i + 2 < moments.size() && whose.apply(moments.get(i + 1)).equals(who)) {
                i++;
            }
            long from = moments.get(first).at().toMillis();
            long to = moments.get(i + 1).at().toMillis();
            if (!who.isEmpty() && to > from) {
                bar(svg, y, from, to, who.equals(A) ? BLUE : GREEN);
                if ((to - from) * PIXELS > 30) {
                    white(svg, x(from) + 5, y + 15, who);
                }
            }
        }
    }

    private static void step(StringBuilder svg, int y, MoveStep step) {
        text(
                svg,
                10,
                y + 15,
                "start",
                step.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        long from = step.offset().toMillis();
        long took = step.duration().toMillis();
        bar(svg, y, from, from + took, GREY);
        String words = took + " ms: " + step.detail();
        if (took * PIXELS > 6.5 * words.length()) {
            white(svg, x(from) + 5, y + 15, words);
        } else if (x(from) > LEFT + (WIDTH - LEFT) / 2.0) {
            text(svg, x(from) - 6, y + 15, "end", words);
        } else {
            text(svg, x(from + took) + 6, y + 15, "start", words);
        }
    }

    private static void bar(StringBuilder svg, int y, long from, long to, String colour) {
        svg.append(format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n",
                x(from), y + 3, (to - from) * PIXELS, colour));
    }

    private static void white(StringBuilder svg, double x, int y, String words) {
        svg.append(format("<text x=\"%.1f\" y=\"%d\" fill=\"white\">%s</text>%n", x, y, words));
    }

    private static void text(StringBuilder svg, double x, int y, String anchor, String words) {
        svg.append(format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                x, y, anchor, words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static double x(long millis) {
        return LEFT + millis * PIXELS;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
