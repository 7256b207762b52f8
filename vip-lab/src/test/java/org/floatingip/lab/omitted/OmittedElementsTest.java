package org.floatingip.lab.omitted;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.floatingip.FloatingIpException;
import org.floatingip.lab.omitted.Omitting.Omission;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * Leaves each element out of the replies that a feature reads, one at a time: a right outcome or one of our own exceptions, never one
 * of the JDK's, and never a success that is none.
 *
 * <p>An element of each kind, from all replies of its action, so that asking again does not help; and of what several features read,
 * each feature tries a third. {@code -Domitted=all} takes every element with every feature, {@code -Domitted=each} also one reply
 * at a time, which takes minutes.
 */
class OmittedElementsTest {

    /**
     * Without one of these the reply is another one, as whole as before: the network says that there is less, or that an interface
     * is of a service that does not show its instances. What is reported of it can't be so in ours; it has to be ours all the same.
     */
    private static final Pattern ANOTHER_ANSWER = Pattern.compile("(networkInterfaceSet/item"
            + "|reservationSet/item(/instancesSet/item)?"
            + "|subnetSet/item"
            + "|instanceTypeSet/item"
            + "|subnetIpv4CidrReservationSet/item"
            + "|HostedZones/HostedZone"
            + "|HostedZoneSummaries/HostedZoneSummary"
            + "|ResourceRecordSets/ResourceRecordSet"
            + "|HostedZones|HostedZoneSummaries|ResourceRecordSets" // the SDK shows no difference to an empty one
            + "|.*/privateIpAddressesSet/item"
            + "|networkInterfaceSet/item/attachment(/instanceId)?"
            + "|.*/association)");

    /**
     * What a reply can't do without: nothing can be said, so it is asked again until the time is up. Everything else is either not
     * needed or refused at once, since a reply of the service that lacks it will lack it again.
     */
    private static final Set<String> NEEDED = Set.of(
            "DescribeInstances reservationSet",
            "DescribeInstances reservationSet/item/instancesSet/item/networkInterfaceSet/item/networkInterfaceId",
            "DescribeInstances reservationSet/item/instancesSet/item/networkInterfaceSet/item/subnetId",
            "DescribeInstances reservationSet/item/instancesSet/item/networkInterfaceSet/item/vpcId",
            "DescribeNetworkInterfaces networkInterfaceSet",
            "DescribeNetworkInterfaces networkInterfaceSet/item/networkInterfaceId",
            "DescribeNetworkInterfaces networkInterfaceSet/item/privateIpAddressesSet",
            "DescribeNetworkInterfaces networkInterfaceSet/item/privateIpAddressesSet/item",
            "DescribeNetworkInterfaces networkInterfaceSet/item/privateIpAddressesSet/item/privateIpAddress",
            "DescribeNetworkInterfaces networkInterfaceSet/item/subnetId",
            "DescribeSubnets subnetSet",
            "DescribeSubnets subnetSet/item/subnetId");

    private static final String OUT_OF_TIME = "OutOfTime";

    private enum Outcome {
        TRUE,
        REFUSED,
        OF_ANOTHER_ANSWER,
        BROKEN,
        UNTRUE
    }

    private final Omitting omitting = new Omitting();

    @Test
    void eachFeature_whenAReplyLeavesOneElementOut_isRightOrFailsByOurOwnExceptions() {
        String asked = System.getProperty("omitted", "kinds");
        StaticCredentialsProvider anybody =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Map<String, Integer> refusals = new TreeMap<>();
        Set<String> elements = new TreeSet<>();
        Set<String> askedAgain = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        try (Ec2Client ec2 = Ec2Client.builder()
                        .region(Region.of(Sandbox.REGION))
                        .endpointOverride(URI.create("http://127.0.0.1:1"))
                        .credentialsProvider(anybody)
                        .overrideConfiguration(config -> config.addExecutionInterceptor(omitting))
                        .build();
                Route53Client route53 = Route53Client.builder()
                        .region(Region.AWS_GLOBAL)
                        .endpointOverride(URI.create("http://127.0.0.1:1"))
                        .credentialsProvider(anybody)
                        .overrideConfiguration(config -> config.addExecutionInterceptor(omitting))
                        .build()) {
            for (Feature feature : Feature.values()) {
                assertThat(run(feature, null, ec2, route53, wrong, refusals))
                        .as("%s with whole replies: %s %s", feature, wrong, refusals)
                        .isEqualTo(Outcome.TRUE);
                Map<String, Omission> omissions = new LinkedHashMap<>();
                for (Omission one : omitting.seen()) {
                    String kind = one.action() + " " + one.path().replaceAll("\\[\\d+]", "");
                    if (!elements.add(kind)
                            && asked.equals("kinds")
                            && Math.floorMod((kind + feature).hashCode(), 3) != 0) {
                        continue;
                    }
                    Omission always = new Omission(one.action(), -1, one.path());
                    omissions.putIfAbsent(asked.equals("kinds") ? kind : always.toString(), always);
                    if (asked.equals("each")) {
                        omissions.put(one.toString(), one);
                    }
                }
                for (Omission omission : omissions.values()) {
                    int outOfTime = refusals.getOrDefault(OUT_OF_TIME, 0);
                    Outcome outcome = run(feature, omission, ec2, route53, wrong, refusals);
                    assertThat(omitting.omitted())
                            .as("%s without %s", feature, omission)
                            .isPositive();
                    if (refusals.getOrDefault(OUT_OF_TIME, 0) > outOfTime) {
                        askedAgain.add(omission.action() + " " + kindOf(omission));
                    }
                    if (isAnotherAnswer(omission) && outcome == Outcome.UNTRUE) {
                        outcome = Outcome.OF_ANOTHER_ANSWER;
                    } else if (outcome == Outcome.UNTRUE) {
                        wrong.add(feature + " without " + omission + ": what it reported is not so");
                    }
                    outcomes.merge(outcome, 1, Integer::sum);
                }
            }
        }
        System.out.println("omitted elements: " + elements.size() + " kinds, "
                + outcomes.values().stream().mapToInt(Integer::intValue).sum() + " runs, " + outcomes + ", refused by "
                + refusals);
        assertThat(NEEDED).as("what is asked for again until the time is up").containsAll(askedAgain);
        if (asked.equals("kinds")) {
            assertThat(askedAgain)
                    .as("what is in the list of what is needed, and is")
                    .containsAll(NEEDED);
        }
        assertThat(wrong).isEmpty();
        assertThat(elements).hasSizeGreaterThan(100);
        assertThat(outcomes).containsOnlyKeys(Outcome.TRUE, Outcome.REFUSED, Outcome.OF_ANOTHER_ANSWER);
    }

    private static boolean isAnotherAnswer(Omission omission) {
        return ANOTHER_ANSWER.matcher(kindOf(omission)).matches();
    }

    private static String kindOf(Omission omission) {
        return omission.path().replaceAll("\\[\\d+]", "");
    }

    private Outcome run(
            Feature feature,
            @Nullable Omission omission,
            Ec2Client ec2,
            Route53Client route53,
            List<String> wrong,
            Map<String, Integer> refusals) {
        Bench bench = new Bench(ec2, route53);
        try (InMemoryAwsServer server = bench.sandbox.serve()) {
            omitting.begin(server.endpointUrl(), omission);
            if (feature.isTrueIn(bench)) {
                return Outcome.TRUE;
            }
            return Outcome.UNTRUE;
        } catch (FloatingIpException e) {
            String foreign = foreign(e);
            if (foreign == null) {
                refusals.merge(e.type(), 1, Integer::sum);
                return Outcome.REFUSED;
            }
            wrong.add(feature + " without " + omission + ": " + foreign);
            return Outcome.BROKEN;
        } catch (Exception e) {
            wrong.add(feature + " without " + omission + ": " + e);
            return Outcome.BROKEN;
        }
    }

    /** What is not ours in its causes and what it suppressed; null for nothing. */
    private static @Nullable String foreign(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each.getClass().getName().startsWith("java.")
                    || String.valueOf(each.getMessage()).contains("unexpectedly")) {
                return thrown.getClass().getSimpleName() + " by " + each;
            }
            for (Throwable suppressed : each.getSuppressed()) {
                String foreign = foreign(suppressed);
                if (foreign != null) {
                    return foreign;
                }
            }
        }
        return null;
    }
}
