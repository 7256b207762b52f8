package org.floatingip.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.floatingip.aws.internal.IamStatement;
import org.floatingip.aws.internal.Partition;
import org.floatingip.dns.DnsName;
import org.jspecify.annotations.Nullable;

/**
 * The least IAM policy that a role needs for its use of this module. For each {@link IamFeature} it allows the actions that the
 * feature calls, with resources and conditions as narrow as AWS supports. Creating a policy makes no request.
 *
 * <pre>{@code
 * IamPolicy policy = IamPolicy.builder()
 *         .feature(IamFeature.MOVE)
 *         .region("us-east-1").account("123456789012").vpc("vpc-0123456789abcdef0")
 *         .build();
 * policy.toJson();   // what "vip iam-policy move --region us-east-1 ..." prints
 * }</pre>
 *
 * <p>EC2 has no condition for <em>which</em> address is assigned, or for its current holder. {@code AssignPrivateIpAddresses} is
 * authorised only on the interface that gets the address (<a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">reference</a>): a role that may
 * assign to one interface of a subnet can take any secondary address of that subnet. Tag the interfaces that may hold floating
 * IPs ({@link Builder#tag}), or name them ({@link Builder#networkInterface}), and give nobody else this permission.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class IamPolicy {

    private final Set<IamAction> actions;
    private final String json;

    private IamPolicy(Set<IamAction> actions, String json) {
        this.actions = Collections.unmodifiableSet(actions);
        this.json = json;
    }

    /** Returns the policy of the given features, in any region, account and zone. */
    public static IamPolicy of(IamFeature... features) {
        Builder builder = builder();
        for (IamFeature feature : features) {
            builder.feature(feature);
        }
        return builder.build();
    }

    /** Returns a builder, for a policy with limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the actions that it allows; unmodifiable. */
    public Set<IamAction> actions() {
        return actions;
    }

    /** Returns the policy document, over several lines, without a newline at its end. */
    public String toJson() {
        return json;
    }

    /** Returns {@link #toJson()}. */
    @Override
    public String toString() {
        return json;
    }

    /**
     * Builds a policy. Without a limit, an action is allowed on every resource: {@code *}. Not safe for use by several threads.
     */
    public static final class Builder {

        private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
        private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]{1,128}");
        private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]{0,256}");

        /** The features that read holders, and would read no subnets without a VPC. */
        private static final Set<IamFeature> LOCATING = EnumSet.of(IamFeature.STATUS, IamFeature.RELEASE);

        private static final Set<IamAction> ON_INTERFACES = EnumSet.of(
                IamAction.ASSIGN_PRIVATE_IP_ADDRESSES,
                IamAction.UNASSIGN_PRIVATE_IP_ADDRESSES,
                IamAction.ASSIGN_IPV6_ADDRESSES,
                IamAction.UNASSIGN_IPV6_ADDRESSES,
                IamAction.DISASSOCIATE_ADDRESS,
                IamAction.ASSOCIATE_ADDRESS);

        private static final Set<IamAction> ON_ELASTIC_IPS =
                EnumSet.of(IamAction.ASSOCIATE_ADDRESS, IamAction.DISASSOCIATE_ADDRESS);

        private static final Set<IamAction> ON_ROUTE_TABLES =
                EnumSet.of(IamAction.REPLACE_ROUTE, IamAction.CREATE_ROUTE, IamAction.DELETE_ROUTE);

        private static final Set<IamAction> READINGS = EnumSet.of(
                IamAction.DESCRIBE_NETWORK_INTERFACES,
                IamAction.DESCRIBE_INSTANCES,
                IamAction.DESCRIBE_SUBNETS,
                IamAction.DESCRIBE_INSTANCE_TYPES,
                IamAction.GET_SUBNET_CIDR_RESERVATIONS,
                IamAction.DESCRIBE_ADDRESSES,
                IamAction.DESCRIBE_ROUTE_TABLES,
                IamAction.DESCRIBE_VPCS);

        private static final Set<IamAction> ON_LEDGERS = EnumSet.of(IamAction.GET_ITEM, IamAction.UPDATE_ITEM);

        private static final List<String> ADDRESSES = List.of("A", "AAAA");
        private static final List<String> ADDRESSES_AND_POINTERS = List.of("A", "AAAA", "PTR");

        private final Set<IamFeature> features = EnumSet.noneOf(IamFeature.class);
        private final Set<String> interfaces = new LinkedHashSet<>();
        private final Set<String> elasticIps = new LinkedHashSet<>();
        private final Set<String> routeTables = new LinkedHashSet<>();
        private IamWay way = IamWay.SECONDARY_IP;
        private final Map<String, Set<String>> tags = new TreeMap<>();
        private final Set<String> zones = new LinkedHashSet<>();
        private final Set<String> names = new TreeSet<>();
        private final Set<String> pointers = new TreeSet<>();
        private final Set<String> ledgers = new LinkedHashSet<>();
        private String region = "*";
        private String account = "*";
        private @Nullable String vpc;
        private @Nullable String zonesOfVpc;

        private Builder() {}

        /** Adds a feature. With several features the policy allows the actions of all. */
        public Builder feature(IamFeature feature) {
            features.add(Objects.requireNonNull(feature, "feature"));
            return this;
        }

        /** Like {@link #feature(IamFeature)}, by its name; see {@link IamFeature#of}. */
        public Builder feature(String feature) {
            return feature(IamFeature.of(feature));
        }

        /**
         * Limits the policy to a region, for example {@code us-east-1}. The region also determines the partition: {@code aws-cn}
         * for China's.
         */
        public Builder region(String region) {
            this.region = matching(region, REGION, "a region", "us-east-1");
            return this;
        }

        /** Limits the policy to interfaces and Elastic IPs of an account, by its 12 digits. */
        public Builder account(String account) {
            this.account = matching(account, Pattern.compile("[0-9]{12}"), "an account", "123456789012");
            return this;
        }

        /**
         * Limits the policy to interfaces in a VPC, which may be shared by another account. For an assigner with the same {@link
         * Ec2IpAssigner.Builder#vpcId}.
         */
        public Builder vpc(String vpcId) {
            this.vpc = matching(vpcId, Pattern.compile("vpc-[0-9a-f]{1,17}"), "a VPC", "vpc-0123456789abcdef0");
            return this;
        }

        /** Limits the policy to an interface. May be called for several, such as those of all hosts. */
        public Builder networkInterface(String eniId) {
            interfaces.add(
                    matching(eniId, Pattern.compile("eni-[0-9a-f]{1,17}"), "an interface", "eni-0123456789abcdef0"));
            return this;
        }

        /**
         * Limits the policy to interfaces with a tag. Of several values of one key, one is enough; of several keys, all are
         * needed.
         */
        public Builder tag(String key, String value) {
            matching(key, TAG_KEY, "the key of a tag", "vip");
            matching(value, TAG_VALUE, "the value of a tag", "db");
            tags.computeIfAbsent(key, unused -> new LinkedHashSet<>()).add(value);
            return this;
        }

        /** Limits the policy to an Elastic IP, by its allocation id. May be called for several. */
        public Builder elasticIp(String allocationId) {
            elasticIps.add(matching(
                    allocationId,
                    Pattern.compile("eipalloc-[0-9a-f]{1,17}"),
                    "an Elastic IP",
                    "eipalloc-0123456789abcdef0"));
            return this;
        }

        /** Limits changes of routes to a table, for example {@code rtb-0123456789abcdef0}. May be called for several. */
        public Builder routeTable(String routeTable) {
            routeTables.add(matching(
                    routeTable, Pattern.compile("rtb-[0-9a-f]{1,17}"), "a route table", "rtb-0123456789abcdef0"));
            return this;
        }

        /**
         * Sets the way by which the addresses float. Each way needs a policy of its own. Default: {@link IamWay#SECONDARY_IP}.
         */
        public Builder by(IamWay way) {
            this.way = Objects.requireNonNull(way, "way");
            return this;
        }

        /**
         * Limits the policy to a hosted zone, as set by {@link Route53DnsRegistrar.Builder#zoneId}. May be called for several.
         */
        public Builder zone(String zoneId) {
            zones.add(matching(
                    zoneId.replaceFirst("^/?hostedzone/", ""),
                    Pattern.compile("[A-Z0-9]{1,32}"),
                    "a hosted zone",
                    "Z0123456789ABCDEFGHIJ"));
            return this;
        }

        /** Looks for zones among the private ones of a VPC, as set by {@link Route53DnsRegistrar.Builder#vpc}. */
        public Builder zonesOfVpc(String vpcId, String region) {
            matching(vpcId, Pattern.compile("vpc-[0-9a-f]{1,17}"), "a VPC", "vpc-0123456789abcdef0");
            matching(region, REGION, "a region", "us-east-1");
            this.zonesOfVpc = "VPCId=" + vpcId + ",VPCRegion=" + region;
            return this;
        }

        /** Limits writes to records of a name. May be called for several. */
        public Builder name(DnsName name) {
            // Route 53's normal form: lower case, no dot at the end, and of what a DnsName can hold only this is
            // escaped.
            names.add(name.value().replace("*", "\\052"));
            return this;
        }

        /** Like {@link #name(DnsName)}. */
        public Builder name(String name) {
            return name(DnsName.of(name));
        }

        /** Also allows writing the PTR record of an address, if {@link #name} limits writes. May be called for several. */
        public Builder pointer(String address) {
            pointers.add(DnsName.reverseOf(address).value());
            return this;
        }

        /**
         * Adds a DynamoDB table of epochs, for features that move behind a fence. Not for features that only read. May be called
         * for several.
         *
         * @param table the name of the table
         */
        public Builder ledger(String table) {
            ledgers.add(matching(table, Pattern.compile("[A-Za-z0-9_.-]{3,255}"), "a table of DynamoDB", "vip_epoch"));
            return this;
        }

        private static String matching(String text, Pattern form, String what, String example) {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "not " + what + ": \"" + text + "\": expected something like " + example);
            }
            return text;
        }

        /**
         * Creates the policy.
         *
         * @throws IllegalStateException if it has no features
         */
        public IamPolicy build() {
            if (features.isEmpty()) {
                throw new IllegalStateException("a policy without features allows nothing: name one with feature(..)");
            }
            EnumSet<IamAction> actions = EnumSet.noneOf(IamAction.class);
            features.forEach(feature -> actions.addAll(way.actions(feature)));
            findZones(actions);
            if (vpc != null && way == IamWay.SECONDARY_IP && features.stream().anyMatch(LOCATING::contains)) {
                actions.add(IamAction.DESCRIBE_SUBNETS);
            }
            if (!ledgers.isEmpty()) {
                actions.addAll(ON_LEDGERS);
            }
            List<IamStatement> statements = new ArrayList<>();
            addEc2(statements, actions);
            addRoute53(statements, actions);
            statements.add(new IamStatement(
                    "VipLedger",
                    of(actions, ON_LEDGERS),
                    arns("dynamodb:" + region + ":" + account + ":table", ledgers)));
            return new IamPolicy(actions, IamStatement.document(statements));
        }

        /** Follows the registrar: by VPC, else by id, else among all. */
        private void findZones(Set<IamAction> actions) {
            if (actions.contains(IamAction.LIST_HOSTED_ZONES) && (zonesOfVpc != null || !zones.isEmpty())) {
                actions.remove(IamAction.LIST_HOSTED_ZONES);
                if (zonesOfVpc != null) {
                    actions.add(IamAction.LIST_HOSTED_ZONES_BY_VPC);
                    actions.add(IamAction.DESCRIBE_VPCS);
                } else {
                    actions.add(IamAction.GET_HOSTED_ZONE);
                }
            }
        }

        private void addEc2(List<IamStatement> statements, Set<IamAction> actions) {
            statements.add(new IamStatement("VipRead", of(actions, READINGS), List.of("*"))
                    .where("StringEquals", "ec2:Region", region.equals("*") ? List.of() : List.of(region)));
            IamStatement change =
                    new IamStatement("VipChange", of(actions, ON_INTERFACES), ec2("network-interface", interfaces));
            if (vpc != null) {
                // The id is unique, and the account is that of the VPC's owner, who may have shared it.
                change.where("ArnLike", "ec2:Vpc", List.of("arn:" + partition() + ":ec2:" + region + ":*:vpc/" + vpc));
            }
            tags.forEach((key, values) -> change.where("StringEquals", "aws:ResourceTag/" + key, values));
            statements.add(change);
            // AWS's reference has elastic-ip, instance and network-interface as what this can be limited to. That a
            // request
            // by an interface is authorised on the interface and the Elastic IP, and on no instance, is a guess.
            statements.add(
                    new IamStatement("VipElasticIp", of(actions, ON_ELASTIC_IPS), ec2("elastic-ip", elasticIps)));
            IamStatement routes =
                    new IamStatement("VipRoutes", of(actions, ON_ROUTE_TABLES), ec2("route-table", routeTables));
            if (vpc != null) {
                routes.where("ArnLike", "ec2:Vpc", List.of("arn:" + partition() + ":ec2:" + region + ":*:vpc/" + vpc));
            }
            statements.add(routes);
        }

        private void addRoute53(List<IamStatement> statements, Set<IamAction> actions) {
            statements.add(new IamStatement(
                    "VipAllZones", of(actions, EnumSet.of(IamAction.LIST_HOSTED_ZONES)), List.of("*")));
            statements.add(new IamStatement(
                            "VipZonesOfVpc", of(actions, EnumSet.of(IamAction.LIST_HOSTED_ZONES_BY_VPC)), List.of("*"))
                    .where(
                            "ForAllValues:StringEquals",
                            "route53:VPCs",
                            zonesOfVpc == null ? List.of() : List.of(zonesOfVpc)));
            statements.add(new IamStatement(
                    "VipLookUp",
                    of(actions, EnumSet.of(IamAction.GET_HOSTED_ZONE, IamAction.LIST_RESOURCE_RECORD_SETS)),
                    route53("hostedzone", zones)));
            boolean all = names.isEmpty() && pointers.isEmpty();
            List<String> of = of(actions, EnumSet.of(IamAction.CHANGE_RESOURCE_RECORD_SETS));
            if (all || !names.isEmpty()) {
                statements.add(records("VipRecords", of, names, all ? ADDRESSES_AND_POINTERS : ADDRESSES));
            }
            if (!pointers.isEmpty()) {
                statements.add(records("VipPointers", of, pointers, List.of("PTR")));
            }
            statements.add(new IamStatement(
                    "VipWait", of(actions, EnumSet.of(IamAction.GET_CHANGE)), route53("change", Set.of())));
        }

        /** Keys as in AWS's guide to Route 53's conditions, which says how their values are written. */
        private IamStatement records(String sid, List<String> actions, Set<String> names, List<String> types) {
            Set<String> edits = new TreeSet<>();
            if (features.contains(IamFeature.DNS_REPLACE)) {
                edits.addAll(List.of("CREATE", "DELETE"));
            }
            if (features.contains(IamFeature.DNS_SET) || features.contains(IamFeature.NAMES)) {
                edits.add("UPSERT");
            }
            String operator = "ForAllValues:StringEquals";
            return new IamStatement(sid, actions, route53("hostedzone", zones))
                    .where(operator, "route53:ChangeResourceRecordSetsNormalizedRecordNames", names)
                    .where(operator, "route53:ChangeResourceRecordSetsRecordTypes", types)
                    .where(operator, "route53:ChangeResourceRecordSetsActions", edits);
        }

        private static List<String> of(Set<IamAction> actions, Set<IamAction> kind) {
            return actions.stream().filter(kind::contains).map(IamAction::text).toList();
        }

        private List<String> ec2(String type, Collection<String> ids) {
            return arns("ec2:" + region + ":" + account + ":" + type, ids);
        }

        private List<String> route53(String type, Collection<String> ids) {
            return arns("route53:::" + type, ids);
        }

        private List<String> arns(String of, Collection<String> ids) {
            return (ids.isEmpty() ? List.of("*") : ids)
                    .stream()
                            .map(id -> "arn:" + partition() + ":" + of + "/" + id)
                            .toList();
        }

        private String partition() {
            return Partition.of(region).id();
        }
    }
}
