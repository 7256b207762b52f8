package org.floatingip.aws;

import static org.floatingip.aws.IamAction.ASSIGN_PRIVATE_IP_ADDRESSES;
import static org.floatingip.aws.IamAction.ASSOCIATE_ADDRESS;
import static org.floatingip.aws.IamAction.CHANGE_RESOURCE_RECORD_SETS;
import static org.floatingip.aws.IamAction.DESCRIBE_INSTANCES;
import static org.floatingip.aws.IamAction.DESCRIBE_INSTANCE_TYPES;
import static org.floatingip.aws.IamAction.DESCRIBE_NETWORK_INTERFACES;
import static org.floatingip.aws.IamAction.DESCRIBE_SUBNETS;
import static org.floatingip.aws.IamAction.GET_CHANGE;
import static org.floatingip.aws.IamAction.GET_SUBNET_CIDR_RESERVATIONS;
import static org.floatingip.aws.IamAction.LIST_HOSTED_ZONES;
import static org.floatingip.aws.IamAction.LIST_RESOURCE_RECORD_SETS;
import static org.floatingip.aws.IamAction.UNASSIGN_PRIVATE_IP_ADDRESSES;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A feature of this module, as a unit of permissions. A test runs each of them over HTTP under exactly its own {@link IamPolicy},
 * and fails if an action is missing, or is never called.
 *
 * <p>The features that write names write A, AAAA and PTR records. If you register CNAME records through a registrar, add that
 * type to the policy.
 */
public enum IamFeature {
    /** {@code holder()}, {@code holders()}; {@code vip status}. */
    STATUS("who holds an address", DESCRIBE_NETWORK_INTERFACES),
    /** {@code move().plan()}; {@code vip move --dry-run} and {@code --plan-out}. For every kind of move. Changes nothing. */
    PLAN(
            "what a move would do; a standby before it is executed",
            DESCRIBE_NETWORK_INTERFACES,
            DESCRIBE_INSTANCES,
            DESCRIBE_SUBNETS,
            DESCRIBE_INSTANCE_TYPES),
    /** {@code moveTo(..)}, {@code apply(..)}, {@code StandbyMove.execute()}; {@code vip move}, {@code vip apply}. */
    MOVE("a move of one address", PLAN, ASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code move().handover()}; {@code vip move --handover}. */
    HANDOVER("a move that the network makes conditional", MOVE, UNASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code handover().reassociate()}; {@code vip move --handover --reassociate}. */
    REASSOCIATE("a handover of an address that an Elastic IP is on", HANDOVER, ASSOCIATE_ADDRESS),
    /** {@code FloatingIpGroup} and {@code evacuate(..)}; {@code vip evacuate}. */
    EVACUATE("a move of several addresses", MOVE),
    /**
     * {@code GroupMoveRequest.allOrNothing()} with addresses that may be held by nobody. If such an address is given back, it is
     * unassigned.
     */
    ALL_OR_NOTHING("a move of several addresses, or of none of them", EVACUATE, UNASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code release(..)}; {@code vip release}. */
    RELEASE("a release of an address", STATUS, UNASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code settle(..)}; {@code vip settle}. Reads as much as a plan, to find the host's interface. */
    SETTLE("hosts that were gone when they lost an address", PLAN),
    /**
     * {@code doctor(..)}; {@code vip doctor}; with {@code --dns} it also needs {@link #DNS_SHOW}. If the address has an Elastic
     * IP, the doctor tries {@link IamAction#ASSOCIATE_ADDRESS} by a dry run. That action isn't included: a permission can't be
     * limited to dry runs, and a role that only reads should not be able to move an Elastic IP. Without the action the doctor
     * warns.
     */
    DOCTOR("a look at what would keep an address from moving", PLAN, GET_SUBNET_CIDR_RESERVATIONS),
    /** {@code DnsRegistrar.lookUp(..)}; {@code vip dns show}. */
    DNS_SHOW("what a name has", LIST_HOSTED_ZONES, LIST_RESOURCE_RECORD_SETS),
    /** {@code DnsRegistrar.register(..)}, and a move of a floating IP with a name; {@code vip dns set}, {@code --dns}. */
    DNS_SET("names, written where they differ", DNS_SHOW, CHANGE_RESOURCE_RECORD_SETS),
    /** {@code DnsRegistrar.replace(..)} and {@code remove(..)}. */
    DNS_REPLACE("names, replaced or removed if they are as expected", DNS_SHOW, CHANGE_RESOURCE_RECORD_SETS),
    /** {@code registerNames()}; {@code vip names}. Reads the hosts' primary addresses too. */
    NAMES(
            "the whole table of names: the address's and its hosts'",
            DNS_SET,
            DESCRIBE_INSTANCES,
            DESCRIBE_NETWORK_INTERFACES),
    /** {@code DnsRegistrar.await(..)}; {@code --wait}. Add it to the feature that writes. */
    DNS_WAIT("waiting until all of Route 53's servers have a change", GET_CHANGE);

    private final String description;
    /** Unmodifiable: nobody else has the set behind it. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<IamAction> actions;

    IamFeature(String description, IamAction... actions) {
        this(description, Set.of(), actions);
    }

    IamFeature(String description, IamFeature also, IamAction... actions) {
        this(description, also.actions, actions);
    }

    IamFeature(String description, Set<IamAction> also, IamAction... actions) {
        this.description = description;
        EnumSet<IamAction> all = EnumSet.noneOf(IamAction.class);
        all.addAll(also);
        Collections.addAll(all, actions);
        this.actions = Collections.unmodifiableSet(all);
    }

    /**
     * Returns the feature with the given name, as written by {@link #text()}, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public static IamFeature of(String text) {
        List<String> names = new ArrayList<>();
        for (IamFeature feature : values()) {
            if (feature.text().equals(text.toLowerCase(Locale.ROOT))) {
                return feature;
            }
            names.add(feature.text());
        }
        throw new IllegalArgumentException(
                "not a feature: \"" + text + "\": expected one of " + String.join(", ", names));
    }

    /** Returns its name on the command line, for example {@code dns-set}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a description, in words. */
    public String description() {
        return description;
    }

    /**
     * Returns the actions that it needs if neither a VPC nor zones are set; unmodifiable. With a VPC, a policy also has {@link
     * IamAction#DESCRIBE_SUBNETS} for each read of the holder: an address in a VPC that doesn't exist has no holder, so the VPC
     * is checked. With zones, or the zones of a VPC, a policy has other actions instead of {@link IamAction#LIST_HOSTED_ZONES}.
     */
    public Set<IamAction> actions() {
        return actions;
    }
}
