package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;

/** What EC2 says of a target, and which room its interfaces have. */
final class Ec2Targets {

    private static final Logger LOG = LoggerFactory.getLogger(Ec2Targets.class);

    /** No instance type allows fewer addresses to an interface, so one address always leaves room for another. */
    private static final int LEAST_ADDRESS_LIMIT = 2;

    private final Ec2Calls calls;

    Ec2Targets(Ec2Calls calls) {
        this.calls = calls;
    }

    /** The target with the interfaces that can be given an IPv4 address. */
    Ec2Target resolve(HostId target) {
        return resolve(target, false);
    }

    /** The target with the interfaces that can be given an IPv6 address. */
    Ec2Target resolveIpv6(HostId target) {
        return resolve(target, true);
    }

    private Ec2Target resolve(HostId target, boolean ipv6) {
        return able(target, inNamedVpc(target, find(target)), ipv6);
    }

    /** Leaves out what can't hold an address of that family: EC2 would refuse it only after the address was chosen for it. */
    private static Ec2Target able(HostId target, Ec2Target found, boolean ipv6) {
        List<Candidate> able = new ArrayList<>();
        List<Candidate> unable = new ArrayList<>();
        found.candidates().forEach(candidate -> (candidate.unable(ipv6) == null ? able : unable).add(candidate));
        if (able.isEmpty() && !unable.isEmpty()) {
            throw RefusedException.unknownTarget(
                    target,
                    unable.stream()
                            .map(candidate -> candidate + " " + candidate.unable(ipv6))
                            .collect(Collectors.joining(", ")),
                    null);
        }
        return new Ec2Target(
                able,
                unable.stream()
                        .map(candidate -> candidate.subnetId() + " only by " + candidate.interfaceId() + ", which "
                                + candidate.unable(ipv6))
                        .toList(),
                found.instanceType(),
                found.warnings());
    }

    private Ec2Target find(HostId target) {
        String id = target.value();
        if (id.startsWith("eni-")) {
            return new Ec2Target(
                    List.of(Candidate.of(refusing(target, () -> calls.networkInterface(id)))),
                    List.of(),
                    null,
                    List.of());
        }
        Instance instance = instance(target);
        List<Candidate> candidates = instance.networkInterfaces().stream()
                .filter(eni -> !leaves(eni))
                .map(eni -> Candidate.of(target, eni))
                .toList();
        String state = Ec2States.of(instance);
        return new Ec2Target(
                candidates,
                List.of(),
                instance.instanceTypeAsString(),
                state == null || state.equals(Ec2States.RUNNING)
                        ? List.of()
                        : List.of("the target " + target + " is " + state + ": nobody answers there until it runs"));
    }

    /** Whether it is being detached, or was: what it is given goes along. */
    private static boolean leaves(InstanceNetworkInterface eni) {
        String status = eni.attachment() == null ? null : eni.attachment().statusAsString();
        return status != null && status.startsWith("detach");
    }

    /** The instance with that id, unless it is gone or going. */
    private Instance instance(HostId host) {
        String id = host.value();
        if (!id.startsWith("i-")) {
            throw RefusedException.malformedHostId(host, "an instance id (i-...) or an ENI id (eni-...)", null);
        }
        Instance instance = refusing(host, () -> calls.instance(id))
                .orElseThrow(() -> RefusedException.unknownTarget(host, "EC2 does not show it", null));
        // Without a state in the answer nothing speaks against it: EC2 refuses what is not there.
        String state = Ec2States.of(instance);
        if (Ec2States.isGone(state)) {
            throw RefusedException.unknownTarget(host, "the instance is " + state, null);
        }
        return instance;
    }

    /** An interface of another VPC must not be given the address: who holds it there was not looked for. */
    private Ec2Target inNamedVpc(HostId target, Ec2Target found) {
        String vpcId = calls.vpcId();
        if (vpcId == null) {
            return found;
        }
        List<Candidate> inside = found.candidates().stream()
                .filter(candidate -> candidate.vpcId().equals(vpcId))
                .toList();
        if (inside.isEmpty()) {
            throw RefusedException.unknownTarget(target, "it has no network interface in " + vpcId, null);
        }
        return new Ec2Target(inside, List.of(), found.instanceType(), found.warnings());
    }

    /** What refuses that many more addresses on the interface; null if nothing is known to. */
    @Nullable
    RefusedException lacksRoom(Candidate candidate, int more, Ec2Target found) {
        int wanted = candidate.addresses() + more;
        if (wanted <= LEAST_ADDRESS_LIMIT) {
            return null;
        }
        String type = found.instanceType();
        int limit;
        try {
            if (type == null && candidate.host().value().startsWith("i-")) {
                type = calls.instance(candidate.host().value())
                        .map(Instance::instanceTypeAsString)
                        .orElse(null);
            }
            if (type == null) {
                return null;
            }
            limit = calls.addressLimit(type);
        } catch (FloatingIpException e) {
            // A preflight that can't be made must not stop a failover: EC2 checks the limit itself.
            LOG.debug("the room on {} could not be checked: {}", candidate, e.getMessage());
            return null;
        }
        return wanted <= limit
                ? null
                : RefusedException.interfaceFull(
                        candidate.interfaceId(),
                        limit + " addresses (" + type + ")",
                        candidate.addresses(),
                        more,
                        null);
    }

    /** The primary address of each host: of an instance's primary interface, or of the interface that was named. */
    Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts) {
        Map<HostId, IpAddress> found = new LinkedHashMap<>();
        for (HostId host : hosts) {
            String address = host.value().startsWith("eni-")
                    ? refusing(host, () -> calls.networkInterface(host.value())).privateIpAddress()
                    : instance(host).privateIpAddress();
            if (address == null || address.isEmpty()) {
                throw RefusedException.unknownTarget(host, "it has no primary address", null);
            }
            found.put(host, IpAddress.of(address));
        }
        return found;
    }

    private static <T> T refusing(HostId target, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RefusedException e) {
            ServiceError said = e.serviceError();
            String code = said == null ? "" : said.code().toLowerCase(Locale.ROOT);
            if (said != null && code.endsWith(".notfound")) {
                throw RefusedException.unknownTarget(target, said.message(), e);
            }
            if (said != null && code.endsWith(".malformed")) {
                throw RefusedException.malformedHostId(
                        target, "an id as EC2 makes them (its answer: " + said.message() + ")", e);
            }
            throw e;
        }
    }
}
