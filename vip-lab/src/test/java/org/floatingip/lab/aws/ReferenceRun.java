package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.floatingip.testkit.VirtualTicker;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What the subjects of the reference share: the real SDK, chance, time, and how an operation is tried. */
final class ReferenceRun {

    static final String NO_INTERFACE = "eni-0123456789abcdef0";
    static final String NO_INSTANCE = "i-0123456789abcdef0";

    final Ec2Client ec2;
    final Random random;
    final ReferenceBook book = new ReferenceBook();

    /** How often what came of an operation. */
    final Map<String, Integer> met = new TreeMap<>();

    private final VirtualTicker ticker;

    ReferenceRun(Ec2Client ec2, VirtualTicker ticker, long seed) {
        this.ec2 = ec2;
        this.ticker = ticker;
        this.random = new Random(seed);
    }

    void pass() {
        int millis = 1 + random.nextInt(12_000);
        ticker.advance(Duration.ofMillis(millis));
        book.pass(millis);
    }

    /** Whether it was done; checks the refusal if not. */
    boolean attempt(String what, Set<String> why, Runnable call) {
        try {
            call.run();
        } catch (Ec2Exception e) {
            assertThat(why).as(what).contains(refusal(e));
            count(what.replaceFirst(" .*", "") + ": " + masked(refusal(e)));
            return false;
        }
        assertThat(why).as("%s was done, and should have been refused", what).isEmpty();
        count(what.replaceFirst(" .*", "") + " done");
        return true;
    }

    private static String refusal(Ec2Exception e) {
        assertThat(e.statusCode()).isEqualTo(400);
        assertThat(e.requestId()).hasSize(36);
        return e.awsErrorDetails().errorCode() + ": "
                + e.awsErrorDetails().errorMessage().replaceFirst(" is already associated with.*", "");
    }

    private static String masked(String refusal) {
        return refusal.replaceAll(
                        "\\[[^]]*]|\\b(?:eni-attach|eni|interface|i|eipalloc|eipassoc|rtbassoc|rtb|subnet|vpc)-\\w+|\\(-?\\d\\)",
                        "..")
                .replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+(?:/\\d+)?|'\\d+'|aws:\\d|count \\d+", "..");
    }

    void count(String what) {
        met.merge(what, 1, Integer::sum);
    }

    // ---- chance

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    String someInterface() {
        return oneIn(40) || book.prefixOf.isEmpty() ? NO_INTERFACE : pick(List.copyOf(book.prefixOf.keySet()));
    }

    /** Seldom a terminated one, of which there are ever more. */
    String someInstance() {
        List<String> alive = alive();
        if (oneIn(40) || book.stateOf.isEmpty()) {
            return NO_INSTANCE;
        }
        return alive.isEmpty() || oneIn(20) ? pick(List.copyOf(book.stateOf.keySet())) : pick(alive);
    }

    List<String> alive() {
        return book.stateOf.keySet().stream()
                .filter(instance -> !book.state(instance).equals("terminated"))
                .toList();
    }

    String somePrefix() {
        return pick(List.copyOf(book.subnetOf.keySet()));
    }

    /** Mostly of the interface's own subnet, held or not; now and then of another, or one that EC2 keeps. */
    String someAddress(String prefix) {
        int last = oneIn(25) ? random.nextInt(4) : 10 + random.nextInt(30);
        return (oneIn(20) ? somePrefix() : prefix) + (oneIn(60) ? 255 : last);
    }

    List<String> someAddresses(String eni) {
        String prefix = book.prefixOf.getOrDefault(eni, "10.0.2.");
        Set<String> some = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            some.add(someAddress(prefix));
        }
        return new ArrayList<>(some);
    }

    /** One that the interface has, if it has any. */
    String someOf(String eni) {
        List<String> own = List.copyOf(book.held(eni));
        return own.isEmpty() ? "10.0.1.99" : pick(own);
    }
}
