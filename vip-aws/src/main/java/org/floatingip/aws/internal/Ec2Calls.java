package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Response;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;

/**
 * The calls to EC2 that a move is made of, each one HTTP request a page: our time limits, and no retries, whatever the
 * client is set to. The engine above repeats what may be repeated. Safe for use by several threads.
 */
public final class Ec2Calls {

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 10_000;

    /** EC2's limit for the values of the filters of one request. */
    private static final int MOST_FILTER_VALUES = 200;

    private final Ec2Client client;

    /** Of a client of our own; null for the caller's, whose requests bring a plugin, which is a fifth of a call. */
    private final @Nullable Transmissions transmissions;

    private final @Nullable String vpcId;
    private final Duration attemptTimeout;
    private final Duration callTimeout;
    private final Memory memory;
    private final long endNanos;

    /** What was learnt and does not change: shared by all attempts. */
    private static final class Memory {

        private final Map<String, Integer> addressLimits = new ConcurrentHashMap<>();
        private final AcceptedSigner accepted = new AcceptedSigner();
        private volatile boolean vpcSeen;
    }

    private Ec2Calls(
            Ec2Client client,
            @Nullable Transmissions transmissions,
            @Nullable String vpcId,
            Duration attemptTimeout,
            Duration callTimeout,
            Memory memory,
            long endNanos) {
        this.client = client;
        this.transmissions = transmissions;
        this.vpcId = vpcId;
        this.attemptTimeout = attemptTimeout;
        this.callTimeout = callTimeout;
        this.memory = memory;
        this.endNanos = endNanos;
    }

    /**
     * Calls through a client that the caller made, whatever it is set to.
     *
     * @param vpcId the VPC that addresses are looked for in; null for all
     * @param attemptTimeout the time of one attempt, which can be several HTTP requests
     * @param callTimeout the time of one HTTP request at the most
     */
    public static Ec2Calls through(
            Ec2Client client, @Nullable String vpcId, Duration attemptTimeout, Duration callTimeout) {
        return new Ec2Calls(client, null, vpcId, attemptTimeout, callTimeout, new Memory(), 0);
    }

    /** The same through a client of our own. */
    public static Ec2Calls through(
            OwnClient<Ec2Client> own, @Nullable String vpcId, Duration attemptTimeout, Duration callTimeout) {
        return new Ec2Calls(own.client(), own.transmissions(), vpcId, attemptTimeout, callTimeout, new Memory(), 0);
    }

    /** The same calls for one attempt that begins now: all of its requests share the attempt's time. */
    public Ec2Calls attempt() {
        long end = SystemTicker.instance().nanoTime() + attemptTimeout.toNanos();
        return new Ec2Calls(client, transmissions, vpcId, attemptTimeout, callTimeout, memory, end);
    }

    /** Whether the VPC that was named is known to be there. */
    boolean vpcSeen() {
        return memory.vpcSeen;
    }

    void sawVpc() {
        memory.vpcSeen = true;
    }

    /** What those calls are made through that are in a class of their own. */
    Ec2Client client() {
        return client;
    }

    /** The VPC that addresses are looked for in; null for all. */
    @Nullable
    String vpcId() {
        return vpcId;
    }

    /**
     * All interfaces that have one of the addresses, as primary or secondary one; read to the last page, for empty pages
     * exist.
     *
     * @return for each address the answer to the question that asked for it, others' interfaces among it; without one that
     *     has the address only if EC2 answered, and its answer has none. What another question showed of the address is of
     *     another moment
     */
    Map<IpAddress, List<NetworkInterface>> interfacesWith(Collection<IpAddress> addresses) {
        List<IpAddress> asked = List.copyOf(addresses);
        Map<IpAddress, List<NetworkInterface>> all = new HashMap<>();
        for (int from = 0; from < asked.size(); from += MOST_FILTER_VALUES) {
            List<IpAddress> some = asked.subList(from, Math.min(asked.size(), from + MOST_FILTER_VALUES));
            List<Filter> filters = new ArrayList<>();
            filters.add(Filter.builder()
                    .name("addresses.private-ip-address")
                    .values(some.stream().map(IpAddress::toString).toList())
                    .build());
            if (vpcId != null) {
                filters.add(filter("vpc-id", vpcId));
            }
            List<NetworkInterface> found = interfaces(filters);
            some.forEach(address -> all.put(address, found));
        }
        return all;
    }

    private List<NetworkInterface> interfaces(List<Filter> filters) {
        return pages("DescribeNetworkInterfaces", token -> {
            DescribeNetworkInterfacesResponse page = call(
                    "DescribeNetworkInterfaces",
                    own -> client.describeNetworkInterfaces(request -> request.filters(filters)
                            .maxResults(PAGE)
                            .nextToken(token)
                            .overrideConfiguration(own)));
            Answers.check(page.hasNetworkInterfaces(), "ec2:DescribeNetworkInterfaces", "networkInterfaceSet");
            return new Page<>(page.networkInterfaces(), page.nextToken());
        });
    }

    /** All interfaces that have that IPv6 address, read to the last page. */
    List<NetworkInterface> interfacesWithIpv6(IpAddress address) {
        List<Filter> filters = new ArrayList<>();
        filters.add(filter("ipv6-addresses.ipv6-address", address.toString()));
        if (vpcId != null) {
            filters.add(filter("vpc-id", vpcId));
        }
        return interfaces(filters);
    }

    /** Those of the interfaces that there are, read to the last page. */
    List<NetworkInterface> networkInterfaces(Collection<String> ids) {
        List<String> asked = List.copyOf(ids);
        List<NetworkInterface> all = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += MOST_FILTER_VALUES) {
            List<String> some = asked.subList(from, Math.min(asked.size(), from + MOST_FILTER_VALUES));
            all.addAll(interfaces(List.of(
                    Filter.builder().name("network-interface-id").values(some).build())));
        }
        return all;
    }

    /** That interface; refused by EC2 if there is none. */
    NetworkInterface networkInterface(String id) {
        return call(
                        "DescribeNetworkInterfaces",
                        own -> client.describeNetworkInterfaces(
                                request -> request.networkInterfaceIds(id).overrideConfiguration(own)))
                .networkInterfaces()
                .stream()
                .findFirst()
                .orElseThrow(() -> UnavailableException.withoutEffect(
                        "ec2:DescribeNetworkInterfaces", "the answer does not contain " + id, null));
    }

    /** That instance with its interfaces; refused by EC2 if there is none, empty if EC2 does not show it. */
    Optional<Instance> instance(String id) {
        DescribeInstancesResponse answer = call(
                "DescribeInstances",
                own -> client.describeInstances(
                        request -> request.instanceIds(id).overrideConfiguration(own)));
        Answers.check(answer.hasReservations(), "ec2:DescribeInstances", "reservationSet");
        return answer.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .findFirst();
    }

    /** The subnets with those ids. */
    List<Subnet> subnets(Collection<String> ids) {
        DescribeSubnetsResponse answer = call(
                "DescribeSubnets",
                own -> client.describeSubnets(request -> request.subnetIds(ids).overrideConfiguration(own)));
        Answers.check(answer.hasSubnets(), "ec2:DescribeSubnets", "subnetSet");
        return answer.subnets();
    }

    /** All subnets of that VPC. */
    List<Subnet> subnetsOf(String vpc) {
        return pages("DescribeSubnets", token -> {
            DescribeSubnetsResponse page = call(
                    "DescribeSubnets",
                    own -> client.describeSubnets(request -> request.filters(filter("vpc-id", vpc))
                            .maxResults(PAGE)
                            .nextToken(token)
                            .overrideConfiguration(own)));
            Answers.check(page.hasSubnets(), "ec2:DescribeSubnets", "subnetSet");
            return new Page<>(page.subnets(), page.nextToken());
        });
    }

    /** How many addresses an interface of that instance type can have, the primary one included; asked for once a type. */
    int addressLimit(@Nullable String instanceType) {
        String type = Answers.part(instanceType, "ec2:DescribeInstances", "instanceType");
        Integer known = memory.addressLimits.get(type);
        if (known != null) {
            return known;
        }
        int limit = call(
                        "DescribeInstanceTypes",
                        own -> client.describeInstanceTypes(request ->
                                request.instanceTypesWithStrings(type).overrideConfiguration(own)))
                .instanceTypes()
                .stream()
                .map(InstanceTypeInfo::networkInfo)
                .filter(info -> info != null && info.ipv4AddressesPerInterface() != null)
                .map(NetworkInfo::ipv4AddressesPerInterface)
                .findFirst()
                .orElseThrow(() -> UnavailableException.withoutEffect(
                        "ec2:DescribeInstanceTypes", "the answer has no limit for " + type, null));
        memory.addressLimits.put(type, limit);
        return limit;
    }

    /** AssignPrivateIpAddresses: one HTTP request, never repeated. */
    void assign(String interfaceId, List<IpAddress> addresses, boolean allowReassignment, Meaning known) {
        call(
                "AssignPrivateIpAddresses",
                true,
                known,
                own -> client.assignPrivateIpAddresses(request -> request.networkInterfaceId(interfaceId)
                        .privateIpAddresses(
                                addresses.stream().map(IpAddress::toString).toList())
                        .allowReassignment(allowReassignment)
                        .overrideConfiguration(own)));
    }

    /** UnassignPrivateIpAddresses: one HTTP request, never repeated. */
    void unassign(String interfaceId, List<IpAddress> addresses, Meaning known) {
        call(
                "UnassignPrivateIpAddresses",
                true,
                known,
                own -> client.unassignPrivateIpAddresses(request -> request.networkInterfaceId(interfaceId)
                        .privateIpAddresses(
                                addresses.stream().map(IpAddress::toString).toList())
                        .overrideConfiguration(own)));
    }

    /** The CIDR reservations of that subnet, read to the last page; those of IPv4. */
    List<SubnetCidrReservation> reservations(String subnetId) {
        return pages("GetSubnetCidrReservations", token -> {
            GetSubnetCidrReservationsResponse page = call(
                    "GetSubnetCidrReservations",
                    own -> client.getSubnetCidrReservations(request -> request.subnetId(subnetId)
                            .maxResults(PAGE)
                            .nextToken(token)
                            .overrideConfiguration(own)));
            Answers.check(
                    page.hasSubnetIpv4CidrReservations(),
                    "ec2:GetSubnetCidrReservations",
                    "subnetIpv4CidrReservationSet");
            return new Page<>(page.subnetIpv4CidrReservations(), page.nextToken());
        });
    }

    /** Tells what a failure means to one call in particular, or null. */
    @FunctionalInterface
    interface Meaning extends Function<RuntimeException, @Nullable FloatingIpException> {}

    /** One page: what is on it, and the token of the next. */
    record Page<T>(List<T> items, @Nullable String nextToken) {}

    /** Reads to the last page. A service that hands out the same token twice would be read for ever. */
    <T> List<T> pages(String action, Function<@Nullable String, Page<T>> read) {
        List<T> all = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        do {
            Page<T> page = read.apply(token);
            all.addAll(page.items());
            token = page.nextToken() == null || page.nextToken().isEmpty() ? null : page.nextToken();
            if (token != null && (!tokens.add(token) || tokens.size() > MOST_PAGES)) {
                throw UnavailableException.withoutEffect("ec2:" + action, "the answer has no last page", null);
            }
        } while (token != null);
        return all;
    }

    <T extends Ec2Response> T call(String action, Function<AwsRequestOverrideConfiguration, T> call) {
        return call(action, false, thrown -> null, call);
    }

    /**
     * Makes the call within what is left of the attempt.
     *
     * @param known tells what a failure means to this call in particular, or null
     */
    <T extends Ec2Response> T call(
            String action, boolean mutating, Meaning known, Function<AwsRequestOverrideConfiguration, T> call) {
        String iam = "ec2:" + action;
        return new SdkCall<T>(iam, mutating, transmissions, client::serviceClientConfiguration, memory.accepted, known)
                .make(() -> left(iam), call);
    }

    /**
     * Makes a dry run, which has no effect: EC2 answers it before it looks at the parameters, so it proves the permission and nothing
     * else. Returns if it is proven.
     */
    <T extends Ec2Response> void dryRun(String action, Function<AwsRequestOverrideConfiguration, T> call) {
        try {
            call(action, call);
        } catch (RefusedException e) {
            if (!Ec2Errors.isAnswer(e, "DryRunOperation")) {
                throw e;
            }
        }
    }

    private Duration left(String action) {
        Duration left = Duration.ofNanos(endNanos - SystemTicker.instance().nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw UnavailableException.withoutEffect(
                    action, "the " + attemptTimeout.toMillis() + " ms of this attempt are used up", null);
        }
        return left.compareTo(callTimeout) < 0 ? left : callTimeout;
    }

    /** Where they look, and the time of an attempt. */
    @Override
    public String toString() {
        String where;
        try {
            where = String.valueOf(client.serviceClientConfiguration().region());
        } catch (UnsupportedOperationException e) {
            where = "a client that does not say its region";
        }
        return where + ", " + (vpcId == null ? "any VPC" : vpcId) + ", attempts of " + attemptTimeout;
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
