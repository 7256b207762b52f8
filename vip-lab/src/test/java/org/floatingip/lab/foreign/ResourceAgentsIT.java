package org.floatingip.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.floatingip.CidrBlock;
import org.floatingip.HostId;
import org.floatingip.lab.Program;
import org.floatingip.lab.foreign.Namespaces.Host;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcRouting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pacemaker's agents for AWS, as Debian packages them, live their whole lives on the in-memory AWS: each action on the host that Pacemaker
 * would run it on, its exit status, and what it did to the network. They sign with the keys of the instance's role.
 */
class ResourceAgentsIT {

    private static final String VIP = "10.77.1.12";
    private static final CidrBlock OVERLAY = CidrBlock.of("192.168.50.10/32");
    private static final int DONE = 0;
    private static final int NOT_RUNNING = 7;

    private Namespaces hosts;
    private Path aws;

    @BeforeEach
    void start() throws Exception {
        ResourceAgent.require();
        Program.requireTool("curl");
        Program.requireTool("dig");
        hosts = Namespaces.start();
        aws = ResourceAgent.prepare(hosts);
    }

    @AfterEach
    void stop() {
        if (hosts != null) {
            hosts.close();
        }
    }

    /** The life of one agent. */
    private final class Life {

        private final String name;
        private final ResourceAgent agent;
        private final Tally tally;

        Life(String name, Map<String, String> parameters) {
            this.name = name;
            this.agent = new ResourceAgent(aws, name, parameters);
            this.tally = new Tally(name, "actions");
        }

        /** Runs an action, which has to end so; then that has to hold of the network. */
        Life does(Host host, String action, int status, BooleanSupplier then) throws Exception {
            return does(host, action, Map.of(), status, then);
        }

        Life does(Host host, String action, int status) throws Exception {
            return does(host, action, Map.of(), status, () -> true);
        }

        Life does(Host host, String action, Map<String, String> more, int status, BooleanSupplier then)
                throws Exception {
            CommandResult result = agent.run(host, action, more);
            String problem = result.status() != status
                    ? "ended with " + result.status() + ", not " + status + ": " + result.out() + result.err()
                    : then.getAsBoolean() ? null : "left the network otherwise: " + result.err();
            tally.add(action + " on " + host.linux().name(), problem);
            return this;
        }

        /** What it says of itself is XML of that name. */
        Life tells(Host host) throws Exception {
            CommandResult result = agent.run(host, "meta-data", Map.of());
            tally.add(
                    "meta-data",
                    result.status() == DONE && result.out().contains("<resource-agent name=\"" + name + "\"")
                            ? null
                            : result.toString());
            return this;
        }
    }

    /** All calls of EC2, Route 53 and metadata services were of known actions, paths and parameters, and none was refused. */
    private void everyCallWasAnswered() {
        Tally tally = new Tally("calls of the agent", "calls");
        List<RecordedRequest> all = new ArrayList<>(hosts.server.requests());
        all.addAll(hosts.a().metadata().requests());
        all.addAll(hosts.b().metadata().requests());
        all.forEach(request -> tally.add(request.toString(), request.status() == 200 ? null : "not 200"));
        tally.holds(20);
    }

    private boolean holds(Host host) {
        return hosts.network.holders(VIP).stream()
                .anyMatch(holder -> holder.isOn(HostId.of(host.instance().id())));
    }

    private boolean nobodyHolds() {
        return hosts.network.holders(VIP).isEmpty();
    }

    @Test
    void awsvip_livesItsWholeLife() throws Exception {
        Host a = hosts.a();
        Host b = hosts.b();
        Life life = new Life("awsvip", Map.of("secondary_private_ip", VIP, "api_delay", "0"));
        life.tells(a)
                .does(a, "validate-all", DONE)
                .does(a, "monitor", NOT_RUNNING)
                .does(a, "start", DONE, () -> holds(a))
                .does(a, "monitor", DONE)
                .does(a, "start", DONE, () -> holds(a))
                .does(b, "monitor", NOT_RUNNING)
                .does(b, "stop", DONE, () -> holds(a))
                .does(b, "start", DONE, () -> holds(b))
                .does(a, "monitor", NOT_RUNNING)
                .does(b, "migrate_to", DONE, this::nobodyHolds)
                .does(a, "migrate_from", DONE, () -> holds(a))
                .does(a, "stop", DONE, this::nobodyHolds)
                .does(a, "monitor", NOT_RUNNING);
        life.tally.holds(14);
        everyCallWasAnswered();
    }

    @Test
    void awseip_livesItsWholeLife_onInstancesAndOnTheirAddresses() throws Exception {
        Host a = hosts.a();
        Host b = hosts.b();
        VpcElasticIp elasticIp = hosts.network.allocateElasticIp();
        Life life = new Life(
                "awseip",
                Map.of(
                        "elastic_ip", elasticIp.publicIp().toString(),
                        "allocation_id", elasticIp.allocationId(),
                        "api_delay", "0"));
        Map<String, String> onA = Map.of("private_ip_address", a.linux().address());
        Map<String, String> onB = Map.of("private_ip_address", b.linux().address());
        life.tells(a)
                .does(a, "validate-all", DONE)
                .does(a, "monitor", NOT_RUNNING)
                .does(a, "start", DONE, () -> isOn(a, elasticIp))
                .does(a, "monitor", DONE)
                .does(b, "start", DONE, () -> isOn(b, elasticIp))
                .does(a, "monitor", NOT_RUNNING)
                .does(b, "stop", DONE, () -> isOn(null, elasticIp))
                .does(a, "start", onA, DONE, () -> isOn(a, elasticIp))
                .does(a, "monitor", onA, DONE, () -> true)
                .does(b, "start", onB, DONE, () -> isOn(b, elasticIp))
                .does(a, "stop", onA, DONE, () -> isOn(b, elasticIp))
                .does(b, "stop", onB, DONE, () -> isOn(null, elasticIp))
                .does(b, "monitor", onB, NOT_RUNNING, () -> true);
        life.tally.holds(14);
        everyCallWasAnswered();
    }

    private boolean isOn(Host host, VpcElasticIp elasticIp) {
        VpcElasticIp.Association association =
                hosts.network.elasticIp(elasticIp.allocationId()).orElseThrow().association();
        return host == null
                ? association == null
                : association != null && host.instance().id().equals(association.instanceId());
    }

    @Test
    void awsVpcRoute53_livesItsWholeLife() throws Exception {
        Host a = hosts.a();
        Host b = hosts.b();
        DnsZone zone = hosts.dns.createPrivateZone("example.com", hosts.vpcId, "us-east-1");
        Life life = new Life(
                "aws-vpc-route53", Map.of("hostedzoneid", zone.id(), "fullname", "db.example.com.", "ttl", "10"));
        Map<String, String> probe = Map.of("CRM_meta_interval", "0");
        life.tells(a)
                .does(a, "validate-all", DONE)
                .does(a, "start", DONE, () -> names(zone, a)) // waits twenty seconds by itself
                .does(a, "monitor", DONE, () -> names(zone, a))
                .does(b, "monitor", probe, NOT_RUNNING, () -> names(zone, a))
                .does(a, "stop", DONE, () -> names(zone, a))
                .does(b, "start", DONE, () -> names(zone, b))
                .does(b, "monitor", DONE)
                .does(b, "stop", DONE);
        life.tally.holds(9);
        assertThat(hosts.dns.submissions())
                .filteredOn(change -> change.comment() != null)
                .as("what it changed")
                .hasSize(2);
        everyCallWasAnswered();
    }

    @Test
    void awsVpcMoveIp_livesItsWholeLife_byTheInstance() throws Exception {
        movesTheRoute(Map.of("lookup_type", "InstanceId"));
    }

    @Test
    void awsVpcMoveIp_livesItsWholeLife_byTheInterface() throws Exception {
        movesTheRoute(Map.of("lookup_type", "NetworkInterfaceId", "monapi", "true"));
    }

    private void movesTheRoute(Map<String, String> lookup) throws Exception {
        Host a = hosts.a();
        Host b = hosts.b();
        VpcRouting routing = hosts.network.routing();
        String table = routing.mainTable(hosts.vpcId).id();
        // The agent replaces the route, and does not make it.
        routing.createRoute(table, OVERLAY, RouteTarget.networkInterface(b.eni().id()));
        Map<String, String> parameters = new TreeMap<>(lookup);
        parameters.putAll(Map.of("ip", OVERLAY.address(0).toString(), "routing_table", table, "interface", "eth0"));
        Map<String, String> probe = Map.of("CRM_meta_interval", "0");
        Life life = new Life("aws-vpc-move-ip", parameters);
        life.tells(a)
                .does(a, "validate-all", DONE)
                .does(a, "monitor", probe, NOT_RUNNING, () -> leadsTo(table, b))
                .does(a, "start", DONE, () -> leadsTo(table, a) && accepts(a))
                .does(a, "monitor", probe, DONE, () -> true)
                .does(a, "monitor", DONE)
                .does(b, "monitor", probe, NOT_RUNNING, () -> leadsTo(table, a))
                .does(b, "start", DONE, () -> leadsTo(table, b) && accepts(b))
                .does(a, "stop", DONE, () -> leadsTo(table, b))
                .does(b, "monitor", DONE)
                .does(b, "stop", DONE, () -> !accepts(b))
                .does(b, "monitor", NOT_RUNNING);
        life.tally.holds(12);
        everyCallWasAnswered();
    }

    private boolean leadsTo(String table, Host host) {
        return hosts.network.routing().table(table).orElseThrow().routes().stream()
                .anyMatch(route -> route.destination().equals(OVERLAY)
                        && route.active()
                        && host.eni().id().equals(route.interfaceId()));
    }

    private static boolean accepts(Host host) {
        return host.linux().run("ip", "-o", "address", "show", "dev", "eth0").contains(OVERLAY.address(0) + "/32");
    }

    private boolean names(DnsZone zone, Host host) {
        List<DnsRecordSet> records = hosts.dns.recordSets(zone.id(), "db.example.com");
        return records.size() == 1
                && records.get(0).values().equals(List.of(host.linux().address()));
    }
}
