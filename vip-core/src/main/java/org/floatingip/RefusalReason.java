package org.floatingip;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.StaleStandbyException;

/**
 * Why something was refused; see {@link RefusedException#reason()}. The names are stable. Reasons may be added, so give
 * a {@code switch} a {@code default}.
 */
public enum RefusalReason {
    /** The target has no interface in the subnet of the address, and an address can't leave its subnet. */
    SUBNET_MISMATCH,
    /** No subnet of the network contains the address. */
    ADDRESS_OUTSIDE_SUBNETS,
    /** The address exists in several visible networks, such as two VPCs with overlapping ranges. */
    AMBIGUOUS_ADDRESS,
    /** Several interfaces could take the address. The library does not guess. */
    AMBIGUOUS_INTERFACE,
    /** Several DNS zones could hold the record, such as a public and a private one of the same name. */
    AMBIGUOUS_ZONE,
    /** The host does not exist, no longer exists (a terminated instance), or can't be the target of the request. */
    UNKNOWN_TARGET,
    /** The name lies in none of the visible DNS zones. */
    UNKNOWN_ZONE,
    /** The network keeps the address for itself: in EC2 the first four and the last of each subnet. */
    RESERVED_ADDRESS,
    /** The address is the primary one of an interface. Such an address never moves. */
    PRIMARY_ADDRESS,
    /** The id does not have the form of this network's ids, so no host can have it. */
    MALFORMED_HOST_ID,
    /** The assigner, or the host, can't take addresses of this kind at all. */
    UNSUPPORTED_ADDRESS,
    /** The target's interface has too little room for the addresses. */
    INTERFACE_FULL,
    /** A handover is not possible here, though a takeover may be. */
    HANDOVER_REFUSED,
    /** The DNS record is not as expected, or can't stand beside an existing record. */
    DNS_CONFLICT,
    /** The ledger of epochs can't be used as it is: it has no table, may not be written, or has an invalid record. */
    LEDGER_REFUSED,
    /**
     * No route can lead the address to the target: a route is missing or may not be changed by vip, the target's
     * interface drops packets that are not for its own addresses, or the address lies inside the network.
     */
    NOT_ROUTABLE,
    /**
     * The network has no such address: it belongs to another account, or was given back. In EC2 this is an Elastic IP.
     */
    UNKNOWN_ADDRESS,
    /**
     * Something else is at the place of the address, and would be displaced silently. In EC2 this is another Elastic
     * IP.
     */
    OCCUPIED,
    /** The network's service refused the request for another reason. */
    REJECTED,
    /** The expected host does not hold the address: a {@link HolderChangedException}. */
    HOLDER_CHANGED,
    /** The network has changed since the plan was made: a {@link StalePlanException}. */
    STALE_PLAN,
    /** A prepared move is no longer possible: a {@link StaleStandbyException}. */
    STALE_STANDBY,
    /** Some addresses of a group can't be moved, each for a reason of its own: a {@link GroupRefusedException}. */
    GROUP_REFUSED;

    /**
     * Returns whether the input is wrong whatever the state of the network, so that the same request can never succeed.
     * Such a refusal is treated like an {@link IllegalArgumentException}: the command exits with 2, and {@code doctor}
     * makes no finding of it.
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
