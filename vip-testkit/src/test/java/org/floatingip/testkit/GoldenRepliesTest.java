package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;

/**
 * The whole reply to each situation that is known of the real service, as it goes over the wire: stored in
 * {@code golden-replies.txt}, which people can hold against the documentation. {@code -Dgolden.replies=write} writes it anew;
 * read the difference before it is committed.
 */
class GoldenRepliesTest {

    private static final Path STORED = Path.of("src/test/resources/golden-replies.txt");
    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";

    private final List<String> replies = new ArrayList<>();

    /** A network of its own, so that each situation is what it says. */
    private void situation(String what, String action, String... parameters) throws IOException {
        InMemoryVpc network = InMemoryVpc.create();
        String vpc = network.createVpc("10.231.0.0/16").id();
        String subnet =
                network.createSubnet(vpc, "10.231.82.0/28", "us-east-1a").id();
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
                        InterfaceSpec.in(subnet).primary("10.231.82.8").secondary(IpAddress.of("10.231.82.9")))
                .id("i-0dddddddddddddddd")
                .type("t2.micro"));
        String full = network.instance("i-0dddddddddddddddd")
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = parameters[i].replace("FULL", full);
        }
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network)) {
            WireClient.Reply reply = new WireClient(server).call(action, parameters);
            String shown = reply.body()
                    .replaceAll("(<request(?:Id|ID)>|<RequestID>)[0-9a-f-]{36}", "$1...")
                    .replace(full, "eni-full");
            replies.add("# " + what + "\n> " + action + " "
                    + String.join(" ", parameters).replace(full, "eni-full") + "\n< " + reply.status() + "\n"
                    + shown.strip() + "\n");
        }
    }

    private static String on(String letter) {
        return "NetworkInterfaceId=eni-0" + letter.repeat(16);
    }

    private static String address(String address) {
        return "PrivateIpAddress.1=" + address;
    }

    @Test
    void everyReply_inEachKnownSituation_isAsItWas() throws IOException {
        String steal = "AllowReassignment=true";
        situation("a free address", ASSIGN, on("a"), address("10.231.82.7"));
        situation("already on the same interface", ASSIGN, on("a"), address("10.231.82.5"));
        situation("secondary of another, flag unset", ASSIGN, on("b"), address("10.231.82.5"));
        situation(
                "several of others, flag unset",
                ASSIGN,
                on("b"),
                address("10.231.82.5"),
                "PrivateIpAddress.2=10.231.82.9");
        situation("secondary of another, flag set", ASSIGN, on("b"), address("10.231.82.5"), steal);
        situation("another's primary, flag set", ASSIGN, on("b"), address("10.231.82.4"), steal);
        situation("outside the subnet", ASSIGN, on("c"), address("10.231.82.5"), steal);
        situation("reserved, the second", ASSIGN, on("a"), address("10.231.82.2"));
        situation("reserved, the last", ASSIGN, on("a"), address("10.231.82.15"));
        situation("not an address", ASSIGN, on("a"), address("x"));
        situation("the limit of the type", ASSIGN, "NetworkInterfaceId=FULL", address("10.231.82.7"));
        situation("unknown interface", ASSIGN, "NetworkInterfaceId=eni-00000000000000000", address("10.231.82.7"));
        situation("malformed interface id", ASSIGN, "NetworkInterfaceId=bogus", address("10.231.82.7"));
        situation(
                "one of two refused: nothing is done",
                ASSIGN,
                on("b"),
                address("10.231.82.7"),
                "PrivateIpAddress.2=10.231.82.4",
                steal);
        situation("neither addresses nor a count", ASSIGN, on("a"));
        situation("both", ASSIGN, on("a"), address("10.231.82.7"), "SecondaryPrivateIpAddressCount=1");
        situation("a count of 0", ASSIGN, on("a"), "SecondaryPrivateIpAddressCount=0");
        situation("a count", ASSIGN, on("a"), "SecondaryPrivateIpAddressCount=2");
        situation("no DryRun", ASSIGN, on("a"), address("10.231.82.7"), "DryRun=true");
        situation("taken from its interface", UNASSIGN, on("a"), address("10.231.82.5"));
        situation("not on that interface", UNASSIGN, on("b"), address("10.231.82.5"));
        situation("the primary", UNASSIGN, on("a"), address("10.231.82.4"));
        situation("no address", UNASSIGN, on("a"));
        situation(
                "who holds it",
                "DescribeNetworkInterfaces",
                "Filter.1.Name=addresses.private-ip-address",
                "Filter.1.Value.1=10.231.82.5");
        situation("DryRun", "DescribeNetworkInterfaces", "DryRun=true", "NetworkInterfaceId.1=bogus");
        situation("unknown instance", "DescribeInstances", "InstanceId.1=i-00000000000000000");
        situation("malformed instance id", "DescribeInstances", "InstanceId.1=x");
        situation("an action that is not modelled", "AssignIpv6Addresses", on("a"));

        String all = String.join("\n", replies);
        if ("write".equals(System.getProperty("golden.replies"))) {
            Files.createDirectories(STORED.getParent());
            Files.writeString(STORED, all);
        }
        assertThat(all).isEqualTo(Files.readString(STORED, StandardCharsets.UTF_8));
    }
}
