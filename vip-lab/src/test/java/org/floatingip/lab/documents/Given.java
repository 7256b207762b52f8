package org.floatingip.lab.documents;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/** What statements of the documentation are run in: the variables that they may use without declaring them. */
public abstract class Given implements AutoCloseable {

    /** The contexts, by what a page calls them. */
    static final Set<String> NAMES = Set.of("aws", "scenario");

    /** The statements. */
    public abstract void run() throws Exception;

    @Override
    public void close() {}

    /**
     * {@code aws}: the real {@code Ec2IpAssigner} and {@code Route53DnsRegistrar} as their {@code create(..)} makes them, and
     * an {@link Account} where the AWS SDK looks for AWS. {@code ec2} and {@code db} are there.
     */
    public abstract static class Aws extends Given {

        private final Map<String, @Nullable String> before = new HashMap<>();
        private final Account account = Account.open("i-0a", "i-0b");
        protected final Ec2IpAssigner ec2;
        protected final FloatingIp db;

        protected Aws() {
            account.properties().forEach((name, value) -> before.put(name, System.setProperty(name, value)));
            ec2 = Ec2IpAssigner.create("us-east-1");
            db = FloatingIp.at("10.0.1.12").assigner(ec2).build();
        }

        @Override
        public void close() {
            ec2.close();
            account.close();
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    /** {@code scenario}: everything in memory and in virtual time, as a unit test has it. */
    public abstract static class InMemory extends Given {

        protected final Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .host("i-0c")
                .named("db.example.com", "10.0.1.12")
                .build();
        protected final InMemoryVpc network = scenario.network();
        protected final InMemoryIpAssigner assigner = scenario.assigner();
        protected final InMemoryHosts hosts = scenario.hosts();
        protected final InMemoryDns dns = scenario.dns();
        protected final FloatingIp db = scenario.floatingIp();

        @Override
        public void close() {
            scenario.close();
        }
    }

    /** The class of a context, as source says it. */
    static String className(String name) {
        return Given.class.getName() + (name.equals("aws") ? ".Aws" : ".InMemory");
    }
}
