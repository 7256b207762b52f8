package org.floatingip.lab.aws;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.HostId;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Three hosts behind HTTP, and an assigner that lets an address float by another way than as a secondary one: the real SDK. */
abstract class WayFixture implements AssignerFixture {

    private final Scenario scenario = scenario();
    private final InMemoryAwsServer server = InMemoryAwsServer.startWithSparsePages(scenario.network());
    private @Nullable IpAssigner assigner;

    /** As the contract wants them; over two subnets where an address can cross them. */
    private static Scenario scenario() {
        return Scenario.builder().host("i-0a").host("i-0b").host("i-0c").build();
    }

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

    /** Makes the assigner, once its network is there. */
    final <A extends IpAssigner> A opened(Function<InMemoryAwsServer, A> make) {
        A made = make.apply(server);
        assigner = made;
        return made;
    }

    final InMemoryVpc network() {
        return scenario.network();
    }

    final InMemoryAwsServer server() {
        return server;
    }

    final String eni(HostId host) {
        return network()
                .instance(host.value())
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    /** The actions that the assigner calls. */
    abstract List<String> actions();

    /** That which gives an address, and that which takes it. */
    abstract String giving();

    abstract String taking();

    @Override
    public final IpAssigner assigner() {
        return Objects.requireNonNull(assigner, "opened(..) was not called");
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
        actions()
                .forEach(action ->
                        server.inject(Fault.unavailable().onAction(action).always()));
    }

    @Override
    public final void mend() {
        server.mend();
    }

    @Override
    public final boolean loseReplyOfAssign() {
        server.inject(Fault.loseReply().onAction(giving()));
        return true;
    }

    @Override
    public final boolean loseReplyOfRelease() {
        server.inject(Fault.loseReply().onAction(taking()));
        return true;
    }

    @Override
    public final boolean throttleNextAssign() {
        server.inject(Fault.throttle().onAction(giving()));
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
        server.close();
        scenario.close();
    }
}
