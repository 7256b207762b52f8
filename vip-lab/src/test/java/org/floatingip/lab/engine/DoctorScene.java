package org.floatingip.lab.engine;

import java.util.List;
import java.util.function.Consumer;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;

/** What the tests of {@code doctor(..)} begin with: two hosts, everything as it should be; in memory, or by the real SDK. */
public final class DoctorScene implements AutoCloseable {

    /** How the network is asked. */
    enum Level {
        IN_MEMORY,
        OVER_HTTP
    }

    static final String VIP = "10.0.1.12";
    static final String NAME = "db.example.com";

    final Scenario scenario;
    final Level level;
    final IpAssigner assigner;
    private final Consumer<Fault> script;
    private final Runnable mend;

    private DoctorScene(Scenario scenario, Level level, IpAssigner assigner, Consumer<Fault> script, Runnable mend) {
        this.scenario = scenario;
        this.level = level;
        this.assigner = assigner;
        this.script = script;
        this.mend = mend;
    }

    static DoctorScene at(Level level) {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding(VIP)
                .host("i-0b")
                .named(NAME, VIP)
                .build();
        DoctorScene scene;
        if (level == Level.IN_MEMORY) {
            scene = new DoctorScene(
                    scenario, level, scenario.assigner(), scenario.assigner()::inject, scenario.assigner()::mend);
        } else {
            InMemoryAwsServer server = scenario.serve();
            scene = new DoctorScene(scenario, level, SandboxAws.assigner(server), server::inject, server::mend);
        }
        scene.reserve("explicit");
        return scene;
    }

    void reserve(String type) {
        scenario.network()
                .createCidrReservation(
                        scenario.subnetId("10.0.1.0/24"), org.floatingip.CidrBlock.of(VIP + "/32"), type, "");
    }

    void unreserve() {
        scenario.network()
                .cidrReservations(scenario.subnetId("10.0.1.0/24"))
                .forEach(each -> scenario.network().deleteCidrReservation(each.id()));
    }

    String eni(String host) {
        return scenario.network()
                .instance(host)
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    void inject(Fault fault) {
        script.accept(fault);
    }

    void mend() {
        mend.run();
    }

    FloatingIp.Builder builder(String address) {
        return scenario.floatingIpBuilder(address).assigner(assigner);
    }

    FloatingIp floatingIp() {
        return builder(VIP).build();
    }

    Diagnosis diagnose() {
        return floatingIp().doctor("i-0a", "i-0b");
    }

    /** The findings of that check on that subject, the worst of them. */
    static Finding worst(Diagnosis diagnosis, String check, String subject) {
        return diagnosis.findings().stream()
                .filter(finding ->
                        finding.check().equals(check) && finding.subject().equals(subject))
                .max(java.util.Comparator.comparing(Finding::severity))
                .orElseThrow(() -> new AssertionError("no " + check + " of " + subject + " in " + diagnosis));
    }

    public static Severity severity(Diagnosis diagnosis, String check, String subject) {
        return worst(diagnosis, check, subject).severity();
    }

    /** What a network that can't be asked must not be said to be fine. */
    static List<String> checksOfTheNetwork() {
        return List.of(
                Checks.HOLDER,
                Checks.PRIMARY_ADDRESS,
                Checks.RESERVED_ADDRESS,
                Checks.TARGET,
                Checks.SUBNET,
                Checks.ROOM,
                Checks.HOST_STATE,
                Checks.RESERVATION,
                Checks.HOST_ACCEPTS);
    }

    @Override
    public void close() {
        if (assigner instanceof Ec2IpAssigner ec2) {
            ec2.close();
        }
        scenario.close();
    }
}
