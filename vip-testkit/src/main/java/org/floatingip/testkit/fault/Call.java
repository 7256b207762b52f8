package org.floatingip.testkit.fault;

import java.util.Map;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a move consists of. The names are the same for methods of an {@link InMemoryIpAssigner} and for requests to an
 * {@link InMemoryAwsServer}. A plain move makes four calls: it looks, resolves its target, assigns, and looks again. A handover
 * releases before it assigns; with {@code reassociate()} it puts back afterwards.
 *
 * <p>The in-memory assigners of the other ways for an address to float have the same calls. On the wire these are the requests about
 * secondary addresses alone: for another way, say the action ({@link Fault#onAction}).
 */
public enum Call {

    /**
     * Reads the holder of an address: each {@code locate}, and the first half of each {@code survey}. On the wire the first page
     * of {@code DescribeNetworkInterfaces} with the filter {@code addresses.private-ip-address}.
     */
    LOOK("DescribeNetworkInterfaces"),

    /**
     * Reads whether and where the target can take an address: the second half of each {@code survey}. Also reads the hosts' own
     * addresses. On the wire {@code DescribeInstances}, or {@code DescribeNetworkInterfaces} of an interface by its id.
     */
    RESOLVE("DescribeInstances"),

    /** Assigns an address to the target: {@code assign}, on the wire {@code AssignPrivateIpAddresses}. */
    ASSIGN("AssignPrivateIpAddresses"),

    /** Unassigns an address from its holder: {@code release}, on the wire {@code UnassignPrivateIpAddresses}. */
    RELEASE("UnassignPrivateIpAddresses"),

    /** Puts a dependent back on an address, once for each: {@code putBack}, on the wire {@code AssociateAddress}. */
    REASSOCIATE("AssociateAddress");

    private final String action;

    Call(String action) {
        this.action = action;
    }

    /** Returns whether a successful call changes the network. */
    public boolean mutating() {
        return this == ASSIGN || this == RELEASE || this == REASSOCIATE;
    }

    /** Returns its name on the wire, for example {@code AssignPrivateIpAddresses}. */
    public String action() {
        return action;
    }

    /** Returns the permission that it needs, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String permission() {
        return "ec2:" + action;
    }

    /** Returns the call that a request is; null if it is none, or a further page. */
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
