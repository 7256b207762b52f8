package org.floatingip.aws;

import static org.floatingip.aws.IamAction.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A way for an address to float, as a unit of permissions: the same {@link IamFeature} calls other actions by each way. The
 * permissions for names are the same for all ways.
 */
public enum IamWay {
    /** A secondary private IPv4 address: {@link Ec2IpAssigner}. */
    SECONDARY_IP("a secondary private IPv4 address, within its subnet"),
    /** An overlay address: {@link RouteIpAssigner}. */
    ROUTE("an overlay address, by a route in each table"),
    /** A public address: {@link ElasticIpAssigner}. */
    ELASTIC_IP("an Elastic IP"),
    /** An IPv6 address: {@link Ec2Ipv6Assigner}. */
    IPV6("an IPv6 address, within its subnet");

    private final String description;

    IamWay(String description) {
        this.description = description;
    }

    /**
     * Returns the way with the given name, as written by {@link #text()}, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public static IamWay of(String text) {
        List<String> names = new ArrayList<>();
        for (IamWay way : values()) {
            if (way.text().equals(text.toLowerCase(Locale.ROOT))) {
                return way;
            }
            names.add(way.text());
        }
        throw new IllegalArgumentException("not a way: \"" + text + "\": expected one of " + String.join(", ", names));
    }

    /** Returns its name on the command line, for example {@code elastic-ip}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a description, in words. */
    public String description() {
        return description;
    }

    /** Returns the actions of a feature by this way, if the feature calls EC2; else its actions by any way. */
    Set<IamAction> actions(IamFeature feature) {
        if (this == SECONDARY_IP) {
            return feature.actions();
        }
        EnumSet<IamAction> all = EnumSet.noneOf(IamAction.class);
        switch (feature) {
            case STATUS -> all.addAll(looking());
            case PLAN, SETTLE -> all.addAll(planning());
            case MOVE, EVACUATE -> all.addAll(moving());
            case HANDOVER, REASSOCIATE, ALL_OR_NOTHING -> {
                all.addAll(moving());
                all.add(taking());
            }
            case RELEASE -> {
                all.addAll(looking());
                all.add(taking());
            }
            case DOCTOR -> {
                all.addAll(planning());
                // Of the hosts' interfaces.
                all.add(DESCRIBE_NETWORK_INTERFACES);
                if (this == ROUTE) {
                    // Which of them follow the main table, when that is not moved.
                    all.add(DESCRIBE_SUBNETS);
                }
            }
            default -> all.addAll(feature.actions());
        }
        return all;
    }

    private Set<IamAction> looking() {
        return switch (this) {
            // A blackhole names the interface alone: who has that is asked.
            case ROUTE -> EnumSet.of(DESCRIBE_ROUTE_TABLES, DESCRIBE_NETWORK_INTERFACES);
            case ELASTIC_IP -> EnumSet.of(DESCRIBE_ADDRESSES);
            default -> EnumSet.of(DESCRIBE_NETWORK_INTERFACES);
        };
    }

    private Set<IamAction> planning() {
        EnumSet<IamAction> all = EnumSet.copyOf(looking());
        all.add(DESCRIBE_INSTANCES);
        if (this == IPV6) {
            all.add(DESCRIBE_SUBNETS);
        }
        return all;
    }

    private Set<IamAction> moving() {
        EnumSet<IamAction> all = EnumSet.copyOf(planning());
        switch (this) {
            case ROUTE -> all.addAll(EnumSet.of(REPLACE_ROUTE, CREATE_ROUTE));
            case ELASTIC_IP -> all.addAll(EnumSet.of(DESCRIBE_NETWORK_INTERFACES, ASSOCIATE_ADDRESS));
            default -> all.addAll(EnumSet.of(ASSIGN_IPV6_ADDRESSES, UNASSIGN_IPV6_ADDRESSES));
        }
        return all;
    }

    private IamAction taking() {
        return switch (this) {
            case ROUTE -> DELETE_ROUTE;
            case ELASTIC_IP -> DISASSOCIATE_ADDRESS;
            default -> UNASSIGN_IPV6_ADDRESSES;
        };
    }
}
