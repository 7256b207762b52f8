package org.floatingip.lab.aws;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Three hosts, and an assigner that lets an address float by another way than as a secondary one: the real one over HTTP, by the real SDK,
 * or its twin in memory.
 */
abstract class WayFixture implements AssignerFixture {

    private final Scenario scenario =
            Scenario.builder().host("i-0a").host("i-0b").host("i-0c").build();
    private @Nullable InMemoryAwsServer server;
    private @Nullable IpAssigner assigner;
    private Consumer<Fault> all = fault -> {};
    private BiConsumer<Call, Fault> script = (call, fault) -> {};
    private Supplier<Long> changes = () -> 0L;
    private Runnable mend = () -> {};

    /** The settings that the assigners of EC2 share. */
    static <B extends Ec2AssignerBuilder<B>> B settings(B builder, InMemoryAwsServer server) {
        return builder.region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                // A cold or busy machine must not look like a fault of the network.
                .attemptTimeout(Duration.ofSeconds(30))
                .callTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO);
    }

    /**
     * Tests the real assigner, over HTTP.
     *
     * @param reads the actions by which it reads: who holds an address, what a target is, and others
     * @param gives that by which it gives an address
     * @param takes that by which it takes one
     */
    final void overHttp(Function<InMemoryAwsServer, IpAssigner> make, List<String> reads, String gives, String takes) {
        InMemoryAwsServer started = InMemoryAwsServer.startWithSparsePages(network());
        server = started;
        assigner = make.apply(started);
        all = fault -> Stream.concat(reads.stream(), Stream.of(gives, takes))
                .forEach(action -> started.inject(fault.onAction(action).always()));
        script = (call, fault) -> started.inject(fault.onAction(
                switch (call) {
                    case LOOK -> reads.get(0);
                    case RESOLVE -> reads.get(1);
                    case ASSIGN -> gives;
                    default -> takes;
                }));
        changes = () ->
                started.requests().stream().filter(RecordedRequest::mutating).count();
        mend = started::mend;
    }

    /** Tests its twin in memory. */
    final void inMemory(IpAssigner twin, Consumer<Fault> inject, Runnable mending, Supplier<List<RecordedCall>> calls) {
        assigner = twin;
        all = fault -> inject.accept(fault.always());
        script = (call, fault) -> inject.accept(fault.onCall(call));
        changes = () ->
                calls.get().stream().filter(each -> each.call().mutating()).count();
        mend = mending;
    }

    /** Lets that go wrong with a call, by the one name that it has on both levels. */
    final void inject(Call call, Fault fault) {
        script.accept(call, fault);
    }

    /** How many changes were asked for. */
    final long changes() {
        return changes.get();
    }

    /** How many calls give one address. */
    int callsOfAChange() {
        return 1;
    }

    final Scenario scenario() {
        return scenario;
    }

    final InMemoryVpc network() {
        return scenario.network();
    }

    final String eni(HostId host) {
        return network()
                .instance(host.value())
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    @Override
    public final IpAssigner assigner() {
        return Objects.requireNonNull(assigner, "nothing is tested");
    }

    @Override
    public final HostId holder() {
        return HostId.of("i-0a");
    }

    @Override
    public final HostId target() {
        return HostId.of("i-0b");
    }

    @Override
    public final HostId other() {
        return HostId.of("i-0c");
    }

    @Override
    public final HostId unknown() {
        return HostId.of("i-0123456789abcdef0");
    }

    @Override
    public final void cutOff() {
        all.accept(Fault.unavailable());
    }

    @Override
    public final void mend() {
        mend.run();
    }

    @Override
    public final boolean loseReplyOfAssign() {
        script.accept(Call.ASSIGN, Fault.loseReply());
        return true;
    }

    @Override
    public final boolean loseReplyOfRelease() {
        script.accept(Call.RELEASE, Fault.loseReply());
        return true;
    }

    @Override
    public final boolean throttleNextAssign() {
        script.accept(Call.ASSIGN, Fault.throttle().times(callsOfAChange()));
        return true;
    }

    @Override
    public final void close() {
        if (assigner instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (server != null) {
            server.close();
        }
        scenario.close();
    }
}
