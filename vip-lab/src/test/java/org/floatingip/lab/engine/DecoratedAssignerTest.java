package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.lab.aws.VpcFixture;
import org.floatingip.lab.documents.JavaRunner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Whoever wraps an assigner, for metrics or the log, loses nothing, or is told by the compiler or by the contract. */
class DecoratedAssignerTest {

    private static final List<String> THREE = List.of("10.0.1.12", "10.0.1.13", "10.0.1.14");

    enum Level {
        IN_MEMORY,
        OVER_HTTP
    }

    /** What every operation gave and asked the network for, in one world. */
    private static List<String> story(Level level, UnaryOperator<IpAssigner> around) {
        Scenario.Builder builder = Scenario.builder().host("i-0a");
        THREE.forEach(builder::holding);
        try (Scenario scenario =
                builder.host("i-0b").named("db.example.com", THREE.get(0)).build()) {
            String eni = scenario.network().holders(THREE.get(0)).get(0).interfaceId();
            String elasticIp = scenario.network().allocateElasticIp().allocationId();
            scenario.network().associateElasticIp(elasticIp, eni, IpAddress.of(THREE.get(0)), false);
            THREE.forEach(address -> scenario.hosts().set("i-0a", address));
            if (level == Level.IN_MEMORY) {
                scenario.assigner().dataPlaneLag(Duration.ofMillis(1500));
                List<String> told = tell(scenario, around.apply(scenario.assigner()));
                scenario.assigner().calls().forEach(call -> told.add(call.toString()));
                return told;
            }
            InMemoryAwsServer server = scenario.serve();
            try (Ec2IpAssigner ec2 = Ec2IpAssigner.builder()
                    .region(Sandbox.REGION)
                    .endpointOverride(server.endpointUrl())
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                    .attemptTimeout(Duration.ofSeconds(30))
                    .callTimeout(Duration.ofSeconds(30))
                    .build()) {
                List<String> told = tell(scenario, around.apply(ec2));
                server.requests().forEach(request -> told.add(request.action() + " " + request.parameters()));
                return told;
            }
        }
    }

    private static List<String> tell(Scenario scenario, IpAssigner assigner) {
        List<String> told = new ArrayList<>(List.of(assigner.traits().toString()));
        FloatingIp db = scenario.floatingIpBuilder(THREE.get(0))
                .assigner(assigner)
                .dns(scenario.registrar(), "db.example.com")
                .hostName("i-0a", "a.example.com")
                .hostName("i-0b", "b.example.com")
                .build();
        FloatingIpGroup group = FloatingIpGroup.at(THREE.toArray(String[]::new))
                .assigner(assigner)
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .build();
        told.add("plan: "
                + db.move().from("i-0a").to("i-0b").handover().reassociate().plan());
        told.add("doctor: " + db.doctor("i-0a", "i-0b").findings());
        told.add("names: " + db.registerNames().records());
        told.add("handover: "
                + words(db.move()
                        .from("i-0a")
                        .to("i-0b")
                        .handover()
                        .reassociate()
                        .execute()));
        told.add("back: " + words(db.moveTo("i-0a")));
        told.add("group: " + words(group.moveTo("i-0b")));
        told.add("evacuation: " + words(group.evacuate("i-0b").to("i-0a").execute()));
        told.add("groups hand over: "
                + words(group.move()
                        .from("i-0a")
                        .to("i-0b")
                        .handover()
                        .reassociate()
                        .execute()));
        StandbyMove standby = db.standby("i-0a");
        standby.makeReady();
        told.add("standby: " + words(standby.execute()));
        told.add("release: " + db.release("i-0a").steps().size());
        told.add("hosts: " + scenario.hosts().history());
        told.add("network: " + scenario.network().history().size() + " events");
        return told;
    }

    private static String words(GroupMoveResult moved) {
        return moved.results().stream().map(DecoratedAssignerTest::words).collect(Collectors.joining("\n"));
    }

    private static String words(MoveResult moved) {
        return moved.outcome() + " " + moved.from() + " " + moved.to() + " " + moved.warnings()
                + moved.steps().stream()
                        .map(step -> "\n  " + step.kind() + " " + step.outcome() + " " + step.attempts() + ": "
                                + step.detail())
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void everyOperation_behindADecorator_isAsWithoutIt(Level level) {
        List<Metered> metered = new ArrayList<>();

        List<String> decorated = story(level, inside -> {
            metered.add(new Metered(inside));
            return metered.get(0);
        });

        assertThat(decorated).containsExactlyElementsOf(story(level, UnaryOperator.identity()));
        // And it is a story of something: one call for three addresses, grace for the old host, what was cut off put
        // back.
        assertThat(metered.get(0).calls())
                .containsEntry("assign of 3", 3)
                .containsEntry("release of 3", 1)
                .containsEntry("release of 1", 2);
        assertThat(decorated)
                .anyMatch(line -> line.startsWith("group: MOVED") && line.contains("OLD_HOST_RELEASED DONE"))
                .anyMatch(line -> line.startsWith("handover: MOVED") && line.contains("REASSOCIATED DONE"))
                .anyMatch(line -> line.startsWith("names: ") && line.contains("created a.example.com 60 A "))
                .anyMatch(line -> line.startsWith("Traits[") && line.contains("packets follow within 1500 ms"));
    }

    // ---- written by hand

    static Stream<String> methods() {
        return Arrays.stream(IpAssigner.class.getMethods()).map(Method::getName).sorted();
    }

    /** A decorator that implements the interface, without the method of that name. */
    private static String byHand(String without) {
        String methods = Arrays.stream(IpAssigner.class.getMethods())
                .filter(method -> !method.getName().equals(without))
                .map(DecoratedAssignerTest::forwarded)
                .collect(Collectors.joining("\n"));
        return "final class ByHand implements org.floatingip.spi.IpAssigner {\n"
                + "  final org.floatingip.spi.IpAssigner inside;\n"
                + "  ByHand(org.floatingip.spi.IpAssigner inside) { this.inside = inside; }\n" + methods + "\n}\n";
    }

    private static String forwarded(Method method) {
        Type[] parameters = method.getGenericParameterTypes();
        String declared = IntStream.range(0, parameters.length)
                .mapToObj(i -> parameters[i].getTypeName() + " p" + i)
                .collect(Collectors.joining(", "));
        String given =
                IntStream.range(0, parameters.length).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        return "  public " + method.getGenericReturnType().getTypeName() + " " + method.getName() + "(" + declared
                + ") { " + (method.getReturnType() == void.class ? "" : "return ") + "inside." + method.getName() + "("
                + given + "); }";
    }

    @ParameterizedTest
    @MethodSource("methods")
    void byHand_whenAMethodIsLeftOut_doesNotCompile(String method, @TempDir Path folder) {
        assertThatThrownBy(() -> JavaRunner.run(Map.of("ByHand", byHand(method)), folder))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not override abstract method " + method + "(");
    }

    @Test
    void byHand_whenNoMethodIsLeftOut_compiles(@TempDir Path folder) throws IOException {
        JavaRunner.run(Map.of("ByHand", byHand("")), folder).testEvents().assertStatistics(stats -> stats.started(0));
    }

    // ---- by the contract

    @Nested
    class MeteredInMemory extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.inMemory().wrappedBy(Metered::new);
        }
    }

    @Nested
    class MeteredOverHttp extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return VpcFixture.ec2().wrappedBy(Metered::new);
        }
    }
}
