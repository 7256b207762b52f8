package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Two who bring an Elastic IP each to the same host at the same time: before each of their calls it is drawn whose comes next. Each that
 * EC2 displaces has to be told of by name: by its move, or, where that had been seen made before, by the next plan of who moved it.
 * 200 races in the build; {@code -Dways.races=1000} runs that many.
 */
class ElasticIpRacesTest {

    private static final int RACES = Integer.getInteger("ways.races", 200);
    private static final HostId TO = HostId.of("i-0b");

    private final Scenario scenario =
            Scenario.builder().host("i-0a").host("i-0b").host("i-0c").build();
    private final InMemoryVpc network = scenario.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Mover> movers = List.of(new Mover(0, "i-0a"), new Mover(1, "i-0c"));
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> untold = new ArrayList<>();
    private volatile Turns turns = new Turns(new Random(0));

    @AfterEach
    void stop() {
        threads.shutdownNow();
        movers.forEach(mover -> mover.ec2.close());
        server.close();
        scenario.close();
    }

    /** Of two, one at a time goes on; whose call comes next is drawn before each. */
    private static final class Turns {

        private final Random random;
        private final boolean[] ended = new boolean[2];
        private int turn;

        Turns(Random random) {
            this.random = random;
            this.turn = random.nextInt(2);
        }

        synchronized void begin(int me) {
            await(me);
        }

        synchronized void next(int me) {
            turn = ended[1 - me] || random.nextBoolean() ? me : 1 - me;
            notifyAll();
            await(me);
        }

        synchronized void end(int me) {
            ended[me] = true;
            turn = 1 - me;
            notifyAll();
        }

        private void await(int me) {
            try {
                while (turn != me && !ended[1 - me]) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Who moves an Elastic IP of its own. */
    private final class Mover {

        private final int number;
        private final HostId from;
        private final VpcElasticIp elasticIp = network.allocateElasticIp();
        private final Ec2Client ec2;

        Mover(int number, String from) {
            this.number = number;
            this.from = HostId.of(from);
            this.ec2 = Ec2Client.builder()
                    .region(Region.of(Sandbox.REGION))
                    .endpointOverride(server.endpointUrl())
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())
                            .addExecutionInterceptor(new ExecutionInterceptor() {
                                @Override
                                public void beforeExecution(
                                        Context.BeforeExecution context, ExecutionAttributes attributes) {
                                    turns.next(number);
                                }
                            }))
                    .build();
        }

        String address() {
            return elasticIp.publicIp().toString();
        }

        void reset() {
            network.associateElasticIp(elasticIp.allocationId(), eni(from), primary(from), true);
        }

        /** As it moves it: what the move ended with, null for success. */
        @Nullable
        FloatingIpException move(FloatingIp ip, boolean handover) {
            turns.begin(number);
            try {
                if (handover) {
                    ip.move().from(from.value()).to(TO.value()).handover().execute();
                } else {
                    ip.moveTo(TO.value());
                }
                return null;
            } catch (FloatingIpException e) {
                return e;
            } finally {
                turns.end(number);
            }
        }
    }

    private String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    private IpAddress primary(HostId host) {
        return network.networkInterface(eni(host)).orElseThrow().primaryAddress();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void everyElasticIpThatIsDisplaced_isNamedToWhoMovedIt() throws Exception {
        for (int seed = 1; seed <= RACES; seed++) {
            race(seed);
        }
        System.out.printf("elastic ip: %d races, %s, %d told to nobody%n", RACES, counts, untold.size());
        assertThat(untold).isEmpty();
        assertThat(counts.getOrDefault("displaced", 0)).isGreaterThan(RACES / 10);
    }

    private void race(int seed) throws Exception {
        Random random = new Random(seed);
        movers.forEach(Mover::reset);
        int before = network.history().size();
        List<Boolean> handovers = List.of(random.nextInt(4) == 0, random.nextInt(4) == 0);
        turns = new Turns(random);
        List<ElasticIpAssigner> assigners = new ArrayList<>();
        List<FloatingIp> ips = new ArrayList<>();
        List<Future<@Nullable FloatingIpException>> ends = new ArrayList<>();
        for (Mover mover : movers) {
            ElasticIpAssigner assigner = ElasticIpAssigner.builder()
                    .client(mover.ec2)
                    .attemptTimeout(Duration.ofSeconds(60))
                    .callTimeout(Duration.ofSeconds(60))
                    .dataPlaneLag(Duration.ZERO)
                    .build();
            assigners.add(assigner);
            ips.add(FloatingIp.at(mover.address())
                    .assigner(assigner)
                    .ticker(scenario.ticker())
                    .timeout(Duration.ofSeconds(6))
                    .build());
        }
        for (Mover mover : movers) {
            ends.add(threads.submit(() -> mover.move(ips.get(mover.number), handovers.get(mover.number))));
        }
        List<@Nullable FloatingIpException> failures = new ArrayList<>();
        for (Future<@Nullable FloatingIpException> end : ends) {
            failures.add(end.get());
        }
        List<String> happened =
                network.history().stream().skip(before).map(VpcEvent::text).toList();
        for (Mover mover : movers) {
            FloatingIpException failure = failures.get(mover.number);
            Mover other = movers.get(1 - mover.number);
            boolean displaced = happened.stream()
                    .anyMatch(text -> text.startsWith("disassociated")
                            && text.contains(mover.address())
                            && text.contains(" from " + primary(TO)));
            count(failure == null ? "made" : "failed");
            if (!displaced) {
                continue;
            }
            count("displaced");
            if (names(failure, other)) {
                count("told by the move");
            } else if (nextPlan(ips.get(mover.number), mover).stream().anyMatch(warning -> names(warning, other))) {
                count("told by the next plan");
            } else {
                untold.add(
                        "seed " + seed + ": " + mover.address() + ": " + failure + "\n" + String.join("\n", happened));
            }
        }
        assigners.forEach(ElasticIpAssigner::close);
    }

    /** What it would be warned of if it went back. */
    private static List<String> nextPlan(FloatingIp ip, Mover mover) {
        return ip.move().to(mover.from.value()).plan().warnings();
    }

    private static boolean names(@Nullable Throwable failure, Mover other) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (names(String.valueOf(each.getMessage()), other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(String said, Mover other) {
        return said.contains("Elastic IP " + other.address() + " ");
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
