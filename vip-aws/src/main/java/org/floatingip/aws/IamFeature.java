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
 * Something that this module can do, as far as permissions tell it apart from the rest. A test runs each of them over HTTP
 * under exactly its own {@link IamPolicy}, and fails where an action is missing, or never called.
 *
 * <p>Those that write names write A, AAAA and PTR records. Who registers CNAME records through a registrar adds that type to
 * the policy.
 */
public enum IamFeature {
    /** {@code holder()}, {@code holders()}; {@code vip status}. */
    STATUS("who holds an address", DESCRIBE_NETWORK_INTERFACES),
    /** {@code move().plan()}; {@code vip move --dry-run} and {@code --plan-out}. Of any move: it changes nothing. */
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
    /** {@code GroupMoveRequest.allOrNothing()} of addresses that nobody may hold: given back, they are held by nobody. */
    ALL_OR_NOTHING("a move of several addresses, or of none of them", EVACUATE, UNASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code release(..)}; {@code vip release}. */
    RELEASE("a release of an address", STATUS, UNASSIGN_PRIVATE_IP_ADDRESSES),
    /** {@code settle(..)}; {@code vip settle}. Reads as a plan does: which interface of the host was meant. */
    SETTLE("hosts that were gone when they lost an address", PLAN),
    /**
     * {@code doctor(..)}; {@code vip doctor}; with {@code --dns} beside {@link #DNS_SHOW}. Where an Elastic IP is on the address
     * it tries {@link IamAction#ASSOCIATE_ADDRESS} by a dry run, which is not among these: a permission can't be limited to dry
     * runs, and who only looks should not be able to move an Elastic IP. Without it the doctor warns.
     */
    DOCTOR("a look at what would keep an address from moving", PLAN, GET_SUBNET_CIDR_RESERVATIONS),
    /** {@code DnsRegistrar.lookUp(..)}; {@code vip dns show}. */
    DNS_SHOW("what a name has", LIST_HOSTED_ZONES, LIST_RESOURCE_RECORD_SETS),
    /** {@code DnsRegistrar.register(..)}, and a move of a floating IP with a name; {@code vip dns set}, {@code --dns}. */
    DNS_SET("names, written where they differ", DNS_SHOW, CHANGE_RESOURCE_RECORD_SETS),
    /** {@code DnsRegistrar.replace(..)} and {@code remove(..)}. */
    DNS_REPLACE("names, replaced or removed if they are as expected", DNS_SHOW, CHANGE_RESOURCE_RECORD_SETS),
    /** {@code registerNames()}; {@code vip names}. Reads the hosts' primary addresses, too. */
    NAMES(
            "the whole table of names: the address's and its hosts'",
            DNS_SET,
            DESCRIBE_INSTANCES,
            DESCRIBE_NETWORK_INTERFACES),
    /** {@code DnsRegistrar.await(..)}; {@code --wait}. Beside the feature that writes. */
    DNS_WAIT("waiting until all of Route 53's servers have a change", GET_CHANGE);

    private final String description;
    /** Unmodifiable, and nobody else has what it is a view of. */
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
     * The feature of that name, as {@link #text()} writes it, in any case.
     *
     * @throws IllegalArgumentException if there is none; it lists them
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

    /** Its name on the command line, for example {@code dns-set}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, in words. */
    public String description() {
        return description;
    }

    /**
     * What it needs, unmodifiable, where neither a VPC nor zones are named. A policy of a VPC has
     * {@link IamAction#DESCRIBE_SUBNETS} for each reading of who holds an address: in a VPC that does not exist nobody holds
     * anything, so that is asked. A policy of zones that were named, or of a VPC's, has other actions in the place of
     * {@link IamAction#LIST_HOSTED_ZONES}.
     */
    public Set<IamAction> actions() {
        return actions;
    }
}
