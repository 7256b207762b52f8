package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;

/**
 * A network of its own for each situation of {@link GoldenRepliesTest}, so that each is what it says, and all that happens in it: over the
 * wire and recorded, so that it can be replayed elsewhere.
 */
final class GoldenWorld implements AutoCloseable {

    static final String INSTANCE = "i-0dddddddddddddddd";
    private static final Duration TRANSITION = Duration.ofSeconds(30);

    final VirtualTicker ticker = VirtualTicker.create();
    final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    final String vpc = network.createVpc("10.231.0.0/16").id();
    final String subnet =
            network.createSubnet(vpc, "10.231.82.0/28", "us-east-1a").id();
    final InMemoryDns dns = InMemoryDns.create(ticker);
    final String zone = dns.createPrivateZone("example.com", vpc, "us-east-1").id();
    final InMemoryAwsServer server;
    final WireClient client;
    final Map<String, String> generated = new LinkedHashMap<>();
    /** What has led here since the last reply that was kept. */
    private final List<String> before = new ArrayList<>(List.of("=="));

    private final Map<String, String> replies;

    /** @param replies gets those that are kept, by situation */
    GoldenWorld(Map<String, String> replies) {
        this.replies = replies;
        String other = network.createSubnet(vpc, "10.231.83.0/28", "us-east-1b").id();
        network.createInterface(InterfaceSpec.in(subnet)
                .id("eni-0aaaaaaaaaaaaaaaa")
                .primary("10.231.82.4")
                .secondary("10.231.82.5"));
        network.createInterface(
                InterfaceSpec.in(subnet).id("eni-0bbbbbbbbbbbbbbbb").primary("10.231.82.6"));
        network.createInterface(
                InterfaceSpec.in(other).id("eni-0cccccccccccccccc").primary("10.231.83.4"));
        network.run(InstanceSpec.with(
                        InterfaceSpec.in(subnet).primary("10.231.82.8").secondary("10.231.82.9"))
                .id(INSTANCE)
                .type("t2.micro"));
        dns.createPublicZone("other.tld");
        dns.change(zone, DnsEdit.create(DnsRecordSet.of("db.example.com", "A", 60, "10.231.82.5")));
        dns.change(zone, DnsEdit.create(DnsRecordSet.of("*.Example.com", "A", 60, "10.231.82.6")));
        generated.put(
                network.instance(INSTANCE).orElseThrow().interfaces().get(0).id(), "eni-of-instance");
        generated.put(zone, "ZONE");
        generated.put(vpc, "vpc-0");
        generated.put(subnet, "subnet-0");
        generated.put(other, "subnet-1");
        server = InMemoryAwsServer.builder(network).dns(dns).start();
        client = new WireClient(server);
    }

    /** The interface of the instance. */
    String ofInstance() {
        return "NetworkInterfaceId="
                + network.instance(INSTANCE).orElseThrow().interfaces().get(0).id();
    }

    /** An Elastic IP on 10.231.82.5. */
    String elasticIp() throws IOException {
        String id = make("eipalloc-0", "AllocateAddress");
        after("AssociateAddress", "AllocationId=" + id, on("a"), "PrivateIpAddress=10.231.82.5");
        return id;
    }

    /** From now on what is changed takes time, as it does at EC2. */
    GoldenWorld slowly() {
        network.transitionTime(TRANSITION);
        return this;
    }

    /** When what is under way is completed. */
    GoldenWorld later() {
        ticker.advance(TRANSITION);
        before.add("~ until nothing is under way");
        return this;
    }

    GoldenWorld after(String action, String... parameters) throws IOException {
        client.ok(action, parameters);
        before.add("- " + line(action, parameters));
        return this;
    }

    /**
     * Makes what has that name from then on where people read.
     *
     * @param names of more than one thing, with blanks between them, if the request makes more
     * @return the id of the first
     */
    String make(String names, String action, String... parameters) throws IOException {
        return makeAll(names, action, parameters).get(0);
    }

    private List<String> makeAll(String names, String action, String... parameters) throws IOException {
        String reply = client.ok(action, parameters).body();
        Matcher address = Pattern.compile("<publicIp>([^<]*)").matcher(reply);
        before.add("- " + line(action, parameters) + " => " + names + (address.find() ? " " + address.group(1) : ""));
        return named(names, reply);
    }

    /** Runs an instance with those interfaces; the ids in the order of the names. */
    List<String> run(String names, String... interfaces) throws IOException {
        List<String> parameters =
                new ArrayList<>(List.of("ImageId=ami-1", "InstanceType=t2.micro", "MinCount=1", "MaxCount=1"));
        parameters.addAll(List.of(interfaces));
        return makeAll(names, "RunInstances", parameters.toArray(String[]::new));
    }

    /**
     * The same of what is there: looks for it, and by that names it.
     *
     * @param filters as {@code vpc-id=vpc-0}
     */
    List<String> find(String names, String action, String... filters) throws IOException {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < filters.length; i++) {
            String[] pair = filters[i].split("=", 2);
            parameters.add("Filter." + (i + 1) + ".Name=" + pair[0]);
            parameters.add("Filter." + (i + 1) + ".Value.1=" + pair[1]);
        }
        return makeAll(names, action, parameters.toArray(String[]::new));
    }

    /** Names what a reply has made or found; the ids in the order of the names. */
    private List<String> named(String names, String reply) {
        List<String> ids = new ArrayList<>();
        for (String name : names.split(" ", -1)) {
            Matcher made = Pattern.compile(">(" + name.substring(0, name.lastIndexOf('-') + 1) + "[0-9a-f]{17})<")
                    .matcher(reply);
            assertThat(made.find()).as(reply).isTrue();
            generated.put(made.group(1), name);
            ids.add(made.group(1));
        }
        return ids;
    }

    void pass(Duration time) {
        ticker.advance(time);
        before.add("~ " + time);
    }

    void inject(Fault fault, String what) {
        server.inject(fault);
        before.add("! " + what);
    }

    void inject(WireFault fault, String what) {
        server.inject(fault);
        before.add("! " + what);
    }

    /** What was generated by names that people can read, and what is random left out. */
    private String readable(String text) {
        String shown = text.strip()
                .replaceAll("(<(?:requestId|RequestID|RequestId)>)[0-9a-f-]{36}", "$1...")
                .replaceAll("(<clientToken>)[0-9a-f-]{36}", "$1...")
                .replaceAll("associate-id eipassoc-[0-9a-f]+", "associate-id eipassoc-...");
        for (Map.Entry<String, String> id : generated.entrySet()) {
            shown = shown.replace(id.getKey(), id.getValue());
        }
        return shown;
    }

    /** The next reply can't be had elsewhere. */
    GoldenWorld here(String why) {
        before.add("! " + why);
        return this;
    }

    void ask(String what, String action, String... parameters) throws IOException {
        keep(what, line(action, parameters), client.call(action, parameters));
    }

    /** Gives a record a health check. */
    void watch(String name, String address, String healthCheck) {
        dns.change(zone, DnsEdit.create(DnsRecordSet.of(name, "A", 60, address).withHealthCheck(healthCheck)));
        before.add("! " + name + " has the health check " + healthCheck);
    }

    /** A zone of another account, which the VPC sees. */
    String zoneOfAnother(String account, String name) {
        String id =
                dns.createPrivateZoneOfAccount(account, name, vpc, "us-east-1").id();
        generated.put(id, "ZONE-OF-ANOTHER");
        before.add("! " + account + " lets the VPC see its zone " + name);
        return id;
    }

    /** Keeps the reply in which something is made, and names that. */
    String askFor(String name, String what, String action, String... parameters) throws IOException {
        WireClient.Reply reply = client.call(action, parameters);
        String id = named(name, reply.body()).get(0);
        keep(what, line(action, parameters), reply);
        return id;
    }

    void get(String what, String path) throws IOException {
        keep(
                what,
                "GET " + path,
                client.send(client.request("/2013-04-01/" + path).GET().build()));
    }

    /** @param changes as {@code CREATE name address} */
    WireClient.Reply change(String zoneId, String... changes) throws IOException {
        StringBuilder batch = new StringBuilder();
        for (String change : changes) {
            String[] words = change.split(" ", -1);
            batch.append("<Change><Action>" + words[0] + "</Action><ResourceRecordSet><Name>" + words[1]
                    + "</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>" + words[2]
                    + "</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>");
        }
        return client.send(client.request("/2013-04-01/hostedzone/" + zoneId + "/rrset/")
                .POST(HttpRequest.BodyPublishers.ofString("<ChangeResourceRecordSetsRequest"
                        + " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>" + batch
                        + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"))
                .build());
    }

    void changed(String what, String zoneId, String... changes) throws IOException {
        keep(what, "POST hostedzone/" + zoneId + "/rrset/ " + String.join(", ", changes), change(zoneId, changes));
    }

    private void keep(String what, String request, WireClient.Reply reply) {
        String kept = readable(String.join("\n", before)) + "\n# " + what + "\n> " + readable(request) + "\n< "
                + reply.status() + "\n" + readable(reply.body()) + "\n";
        assertThat(replies.put(what, kept.stripLeading()))
                .as("two of '%s'", what)
                .isNull();
        before.clear();
    }

    @Override
    public void close() {
        server.close();
    }

    static String on(String letter) {
        return "NetworkInterfaceId=eni-0" + letter.repeat(16);
    }

    private static String line(String action, String... parameters) {
        return (action + " " + String.join(" ", parameters)).strip();
    }
}
