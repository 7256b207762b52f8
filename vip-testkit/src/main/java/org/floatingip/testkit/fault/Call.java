package org.floatingip.testkit.fault;

import java.util.Map;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a move is made of, by the same names on both levels: as methods of an {@link InMemoryIpAssigner}, and as
 * requests at an {@link InMemoryAwsServer}. A plain move makes four: it looks, resolves its target, assigns, and looks
 * again. A handover releases before it assigns; one with {@code reassociate()} puts back after it.
 *
 * <p>The in-memory assigners of the other ways for an address to float have the same calls. On the wire these are the requests about
 * secondary addresses alone: for another way, say the action ({@link Fault#onAction}).
 */
public enum Call {

    /**
     * Reading who holds an address: each {@code locate}, and the first half of each {@code survey}. On the wire
     * {@code DescribeNetworkInterfaces} with the filter {@code addresses.private-ip-address}, its first page.
     */
    LOOK("DescribeNetworkInterfaces"),

    /**
     * Reading whether and where the target can take an address: the second half of each {@code survey}; and reading the
     * hosts' own addresses. On the wire
     * {@code DescribeInstances}, or {@code DescribeNetworkInterfaces} of an interface by its id.
     */
    RESOLVE("DescribeInstances"),

    /** Giving an address to the target: {@code assign}, on the wire {@code AssignPrivateIpAddresses}. */
    ASSIGN("AssignPrivateIpAddresses"),

    /** Taking an address from its holder: {@code release}, on the wire {@code UnassignPrivateIpAddresses}. */
    RELEASE("UnassignPrivateIpAddresses"),

    /**
     * Putting back what hung on an address, once for each: {@code putBack}, on the wire {@code AssociateAddress}.
     */
    REASSOCIATE("AssociateAddress");

    private final String action;

    Call(String action) {
        this.action = action;
    }

    /** Whether it changes the network if it succeeds. */
    public boolean mutating() {
        return this == ASSIGN || this == RELEASE || this == REASSOCIATE;
    }

    /** What it is called on the wire, for example {@code AssignPrivateIpAddresses}. */
    public String action() {
        return action;
    }

    /** The permission that it needs, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String permission() {
        return "ec2:" + action;
    }

    /** Which of these a request is; null if it is none, or a further page. */
    static @Nullable Call of(String action, Map<String, String> parameters) {
        if (parameters.containsKey("NextToken")) {
            return null;
        }
        return switch (action) {
            case "AssignPrivateIpAddresses" -> ASSIGN;
            case "UnassignPrivateIpAddresses" -> RELEASE;
            case "AssociateAddress" -> REASSOCIATE;
            case "DescribeInstances" -> RESOLVE;
            case "DescribeNetworkInterfaces" ->
                parameters.containsValue("addresses.private-ip-address")
                        ? LOOK
                        : parameters.keySet().stream().anyMatch(name -> name.startsWith("NetworkInterfaceId."))
                                ? RESOLVE
                                : null;
            default -> null;
        };
    }
}
