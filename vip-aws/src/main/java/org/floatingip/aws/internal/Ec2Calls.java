package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Response;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * The calls to EC2 that a move is made of, each one HTTP request a page: our time limits, and no retries, whatever the
 * client is set to. The engine above repeats what may be repeated. Safe for use by several threads.
 */
public final class Ec2Calls {

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 10_000;

    private static final SdkPlugin NO_RETRIES =
            config -> config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .build());

    private final Ec2Client client;
    private final @Nullable String vpcId;
    private final AwsRequestOverrideConfiguration limits;
    private final Map<String, Integer> addressLimits = new ConcurrentHashMap<>();

    /**
     * Calls through that client.
     *
     * @param vpcId the VPC that addresses are looked for in; null for all
     * @param attemptTimeout the time of one HTTP request
     * @param callTimeout the time of one call, credentials included
     */
    public Ec2Calls(Ec2Client client, @Nullable String vpcId, Duration attemptTimeout, Duration callTimeout) {
        this.client = client;
        this.vpcId = vpcId;
        this.limits = AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attemptTimeout)
                .apiCallTimeout(callTimeout)
                .addPlugin(NO_RETRIES)
                .build();
    }

    /** The VPC that addresses are looked for in; null for all. */
    @Nullable
    String vpcId() {
        return vpcId;
    }

    /**
     * All interfaces that have the address, as primary or secondary one; read to the last page, for empty pages exist.
     *
     * @return empty only if EC2 answered, and its answer has none
     */
    List<NetworkInterface> interfacesWith(IpAddress address) {
        List<Filter> filters = new ArrayList<>();
        filters.add(filter("addresses.private-ip-address", address.toString()));
        if (vpcId != null) {
            filters.add(filter("vpc-id", vpcId));
        }
        List<NetworkInterface> all = pages("DescribeNetworkInterfaces", token -> {
            DescribeNetworkInterfacesResponse page = client.describeNetworkInterfaces(request ->
                    request.filters(filters).maxResults(PAGE).nextToken(token).overrideConfiguration(limits));
            return new Page<>(page, page.networkInterfaces(), page.nextToken());
        });
        return all.stream()
                // The filter is EC2's, the judgement ours: parsed addresses are compared, never texts.
                .filter(eni -> eni.privateIpAddresses().stream()
                        .anyMatch(held -> IpAddress.of(held.privateIpAddress()).equals(address)))
                .toList();
    }

    /** That interface; refused by EC2 if there is none. */
    NetworkInterface networkInterface(String id) {
        return call(
                "DescribeNetworkInterfaces",
                false,
                () -> client.describeNetworkInterfaces(
                                request -> request.networkInterfaceIds(id).overrideConfiguration(limits))
                        .networkInterfaces()
                        .get(0));
    }

    /** That instance with its interfaces; refused by EC2 if there is none, empty if EC2 shows nothing of it. */
    Optional<Instance> instance(String id) {
        return call(
                "DescribeInstances",
                false,
                () -> client
                        .describeInstances(request -> request.instanceIds(id).overrideConfiguration(limits))
                        .reservations()
                        .stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .findFirst());
    }

    /** The subnets with those ids. */
    List<Subnet> subnets(Collection<String> ids) {
        return call(
                "DescribeSubnets",
                false,
                () -> client.describeSubnets(request -> request.subnetIds(ids).overrideConfiguration(limits))
                        .subnets());
    }

    /** All subnets of that VPC. */
    List<Subnet> subnetsOf(String vpc) {
        return pages("DescribeSubnets", token -> {
            DescribeSubnetsResponse page = client.describeSubnets(request -> request.filters(filter("vpc-id", vpc))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .overrideConfiguration(limits));
            return new Page<>(page, page.subnets(), page.nextToken());
        });
    }

    /** How many addresses an interface of that instance type can have, the primary one included; asked for once a type. */
    int addressLimit(String instanceType) {
        Integer known = addressLimits.get(instanceType);
        if (known != null) {
            return known;
        }
        List<InstanceTypeInfo> found = call(
                "DescribeInstanceTypes",
                false,
                () -> client.describeInstanceTypes(request ->
                                request.instanceTypesWithStrings(instanceType).overrideConfiguration(limits))
                        .instanceTypes());
        int limit = found.get(0).networkInfo().ipv4AddressesPerInterface();
        addressLimits.put(instanceType, limit);
        return limit;
    }

    /** AssignPrivateIpAddresses: one HTTP request, never repeated. */
    void assign(
            String interfaceId,
            IpAddress address,
            boolean allowReassignment,
            Function<RuntimeException, @Nullable FloatingIpException> known) {
        call(
                "AssignPrivateIpAddresses",
                true,
                known,
                () -> client.assignPrivateIpAddresses(request -> request.networkInterfaceId(interfaceId)
                        .privateIpAddresses(address.toString())
                        .allowReassignment(allowReassignment)
                        .overrideConfiguration(limits)));
    }

    /** UnassignPrivateIpAddresses: one HTTP request, never repeated. */
    void unassign(
            String interfaceId, IpAddress address, Function<RuntimeException, @Nullable FloatingIpException> known) {
        call(
                "UnassignPrivateIpAddresses",
                true,
                known,
                () -> client.unassignPrivateIpAddresses(request -> request.networkInterfaceId(interfaceId)
                        .privateIpAddresses(address.toString())
                        .overrideConfiguration(limits)));
    }

    /** One page: the answer that it came in, what is on it, and the token of the next. */
    private record Page<T>(
            Ec2Response answer, List<T> items, @Nullable String nextToken) {}

    /** Reads to the last page. A service that hands out the same token twice would be read for ever. */
    private <T> List<T> pages(String action, Function<@Nullable String, Page<T>> read) {
        List<T> all = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        do {
            String from = token;
            Page<T> page = call(action, false, () -> read.apply(from));
            checkIsEc2s(action, page.answer());
            all.addAll(page.items());
            token = page.nextToken() == null || page.nextToken().isEmpty() ? null : page.nextToken();
            if (token != null && (!tokens.add(token) || tokens.size() > MOST_PAGES)) {
                throw UnavailableException.withoutEffect("ec2:" + action, "the answer has no last page", null);
            }
        } while (token != null);
        return all;
    }

    /**
     * An empty body, or a proxy's page, reads as an answer without items, and that would read as "nobody". What EC2 says
     * has a request id.
     */
    private static void checkIsEc2s(String action, Ec2Response answer) {
        String requestId = answer.responseMetadata().requestId();
        if (requestId == null || requestId.isEmpty() || requestId.equals("UNKNOWN")) {
            throw UnavailableException.withoutEffect("ec2:" + action, "the answer is not one of EC2's", null);
        }
    }

    private <T> T call(String action, boolean mutating, Supplier<T> call) {
        return call(action, mutating, thrown -> null, call);
    }

    /** Makes the call; {@code known} tells what a failure means to this call in particular, or null. */
    private <T> T call(
            String action,
            boolean mutating,
            Function<RuntimeException, @Nullable FloatingIpException> known,
            Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            FloatingIpException typed = known.apply(e);
            throw typed != null
                    ? typed
                    : Ec2Errors.translate(
                            e,
                            "ec2:" + action,
                            mutating,
                            client.serviceClientConfiguration().credentialsProvider());
        }
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
