package org.floatingip;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.StaleStandbyException;

/**
 * Why something was refused. {@link RefusedException#reason()} has it. The names stay as they are; reasons may be added, so a
 * {@code switch} needs a default.
 */
public enum RefusalReason {
    /** The target has no interface in the subnet of the address, and an address can't leave its subnet. */
    SUBNET_MISMATCH,
    /** No subnet of the network contains the address. */
    ADDRESS_OUTSIDE_SUBNETS,
    /** The address exists in several networks that are all in sight, such as two VPCs with overlapping ranges. */
    AMBIGUOUS_ADDRESS,
    /** Several interfaces could take the address, and the library does not guess. */
    AMBIGUOUS_INTERFACE,
    /** Several DNS zones could hold the record, such as a public and a private one of one name. */
    AMBIGUOUS_ZONE,
    /** The host does not exist, exists no more (a terminated instance), or can't be the target of what was asked. */
    UNKNOWN_TARGET,
    /** The name lies in none of the DNS zones that are in sight. */
    UNKNOWN_ZONE,
    /** The address is one that the network keeps for itself: in EC2 the first four and the last of each subnet. */
    RESERVED_ADDRESS,
    /** The address is the primary one of an interface, which never moves. */
    PRIMARY_ADDRESS,
    /** The id does not have the form that the network's ids have, so no host can ever have it. */
    MALFORMED_HOST_ID,
    /** The assigner, or the host, can't take addresses of this kind, whatever the network looks like. */
    UNSUPPORTED_ADDRESS,
    /** The target's interface has too little room for the addresses. */
    INTERFACE_FULL,
    /** A handover can't be done here, though a takeover may be. */
    HANDOVER_REFUSED,
    /** The DNS record is not what it was expected to be, or something stands there that it can't stand beside. */
    DNS_CONFLICT,
    /** The ledger of epochs can't be used as it is: it has no table, may not be written, or its record is no claim. */
    LEDGER_REFUSED,
    /**
     * No route can bring the address to the target as the network is set up: a route is missing or is not ours to change, the
     * target's interface drops what is not for its own addresses, or the address lies inside the network.
     */
    NOT_ROUTABLE,
    /** The network has no such address: it belongs to another account, or was given back. In EC2 an Elastic IP. */
    UNKNOWN_ADDRESS,
    /** Something else is where the address would come to, and would be displaced without a word. In EC2 another Elastic IP. */
    OCCUPIED,
    /** The network's service refused the request for a reason that is none of these. */
    REJECTED,
    /** The address is not held by the host that it was expected on: a {@link HolderChangedException}. */
    HOLDER_CHANGED,
    /** The world is not as it was when the plan was made: a {@link StalePlanException}. */
    STALE_PLAN,
    /** What a standby prepared is not possible any more: a {@link StaleStandbyException}. */
    STALE_STANDBY,
    /** Addresses of a group can't be moved, each for a reason of its own: a {@link GroupRefusedException}. */
    GROUP_REFUSED;

    /**
     * Whether the input is at fault, whatever the network looks like: the same can never succeed. Such a refusal is treated as an
     * {@link IllegalArgumentException} is: the command exits with 2, and {@code doctor} makes no finding of it.
     */
    public boolean malformed() {
        return this == MALFORMED_HOST_ID || this == UNSUPPORTED_ADDRESS;
    }

    /** For example {@code SubnetMismatch}. */
    String type() {
        return Arrays.stream(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
