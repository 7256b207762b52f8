package org.floatingip.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.aws.internal.Budget;
import org.floatingip.aws.internal.Metadata;
import org.floatingip.aws.internal.Times;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.ReachabilityProbe;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 instance that this program runs on, according to its metadata service (IMDSv2). Use it in an elected leader that moves
 * the address to itself.
 *
 * <pre>{@code
 * try (Ec2Self self = Ec2Self.create()) {
 *     db.move().to(self.hostId()).epoch(n).execute();
 * }
 * }</pre>
 *
 * <p>The service is never asked through a proxy: another machine would answer there. One token is reused for all questions. Answers aren't cached, and each question is tried up to three times. A failure, or an
 * answer that isn't the service's, is an {@link UnavailableException}, never an empty result. Safe for use by several threads;
 * keep one for the life of the program.
 */
public final class Ec2Self implements AutoCloseable {

    /** The default timeout of one request: 1 second. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-z]{1,32}");
    private static final Pattern INTERFACE = Pattern.compile("eni-[0-9a-z-]{1,64}");
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}/?");
    private static final Pattern PLACE = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f.:]{3,45}");
    private static final Pattern CIDR = Pattern.compile("[0-9.]{7,15}/[0-9]{1,2}");
    private static final String INTERFACES = "network/interfaces/macs/";

    private final Metadata metadata;

    /** Cached, since an interface keeps its MAC address. */
    private final Map<String, String> macs = new ConcurrentHashMap<>();

    private Ec2Self(Builder builder) {
        this.metadata = new Metadata(builder.endpoint, builder.timeout);
    }

    /**
     * Returns this instance, by the metadata service at 169.254.169.254, or where the SDK's settings say. Makes no request yet.
     */
    public static Ec2Self create() {
        return builder().build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns this instance as a target of moves.
     *
     * @throws UnavailableException if the metadata service gave no answer
     */
    public HostId hostId() {
        return HostId.of(instanceId());
    }

    /**
     * Returns the id of this instance, for example {@code i-0123456789abcdef0}.
     *
     * @throws UnavailableException if the metadata service gave no answer
     */
    public String instanceId() {
        return metadata.value("instance-id", INSTANCE);
    }

    /**
     * Returns the availability zone of this instance, for example {@code us-east-1a}.
     *
     * @throws UnavailableException if the metadata service gave no answer
     */
    public String zone() {
        return metadata.value("placement/availability-zone", PLACE);
    }

    /**
     * Returns the region of this instance, for example {@code us-east-1}.
     *
     * @throws UnavailableException if the metadata service gave no answer
     */
    public String region() {
        return metadata.value("placement/region", PLACE);
    }

    /**
     * Returns the interface of this instance that can carry the given address: the one whose subnet contains it. As a target of
     * moves it is more precise than {@link #hostId()} if the instance has several interfaces. Interfaces without an IPv4 address,
     * such as those of subnets for IPv6 alone and those for EFA alone, are left out.
     *
     * @param address an IPv4 address
     * @throws UnavailableException if the metadata service gave no answer
     * @throws RefusedException SUBNET_MISMATCH if no interface is in the address's subnet; AMBIGUOUS_INTERFACE if several are
     */
    public HostId interfaceFor(IpAddress address) {
        Objects.requireNonNull(address, "address");
        List<String> subnets = new ArrayList<>();
        List<String> found = new ArrayList<>();
        List<String> unable = new ArrayList<>();
        for (String mac : macs()) {
            String subnet = metadata.optional(INTERFACES + mac + "/subnet-ipv4-cidr-block", CIDR);
            if (subnet == null) {
                subnets.add("a subnet without an IPv4 range (" + mac + ")");
                continue;
            }
            subnets.add(subnet);
            if (CidrBlock.of(subnet).contains(address)) {
                String id = metadata.value(INTERFACES + mac + "/interface-id", INTERFACE);
                if (metadata.optionalValues(INTERFACES + mac + "/local-ipv4s", ADDRESS)
                        .isEmpty()) {
                    unable.add(subnet + " only by " + id + ", which has no IPv4 address");
                } else {
                    found.add(id);
                }
            }
        }
        if (found.size() > 1) {
            throw RefusedException.ambiguousInterface(address, hostId(), found, null);
        }
        if (found.isEmpty()) {
            throw RefusedException.subnetMismatch(
                    address,
                    unable.isEmpty() ? "another subnet" : "a subnet of this instance",
                    hostId(),
                    unable.isEmpty() ? subnets : unable,
                    null);
        }
        return HostId.of(found.get(0));
    }

    /** Like {@link #interfaceFor(IpAddress)}. */
    public HostId interfaceFor(String address) {
        return interfaceFor(IpAddress.of(address));
    }

    /**
     * Returns a probe for moves to this instance. The address has arrived once this instance's own metadata lists it ({@code
     * local-ipv4s}, or {@code ipv6s} for IPv6). AWS names this as the check after a remap; the metadata follow EC2's API late. A
     * move asks until then, or until its time is up. If the address isn't listed by then, or the metadata service fails, the move
     * has a warning and is not undone. Moves to other hosts ask nothing.
     *
     * <p>A try asks for each value once, and makes no new requests after its budget is used up. It can overrun by at most two
     * requests: one under way, and one for a token.
     */
    public ReachabilityProbe probe() {
        return new ListedHere();
    }

    private List<String> macs() {
        return metadata.values(INTERFACES, MAC).stream()
                .map(mac -> mac.replaceAll("/$", ""))
                .toList();
    }

    private final class ListedHere implements ReachabilityProbe {

        @Override
        public String reach(IpAddress address, Duration budget) throws IOException {
            return asked(new Try(budget), one -> {
                for (String mac : one.macs()) {
                    if (one.lists(mac, address)) {
                        return "its own metadata lists it";
                    }
                }
                throw notYet(address);
            });
        }

        @Override
        public String reach(IpAddress address, Holder holder, Duration budget) throws IOException {
            return asked(new Try(budget), one -> {
                String mac = one.macOf(holder.interfaceId());
                if (mac == null) {
                    return "not asked: it is on " + holder + ", and not on this host";
                }
                if (one.lists(mac, address)) {
                    return "its own metadata lists it on " + holder.interfaceId();
                }
                throw notYet(address);
            });
        }

        private String asked(Try one, Asking asking) throws IOException {
            try {
                return asking.in(one);
            } catch (FloatingIpException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        private IOException notYet(IpAddress address) {
            return new IOException("the metadata of this instance does not list " + address + " yet");
        }
    }

    /** A question of a try. */
    @FunctionalInterface
    private interface Asking {
        String in(Try one) throws IOException;
    }

    /**
     * One try of the probe. It asks for each value once, since the engine tries again, and for none after its time is used up.
     */
    private final class Try {

        private final Duration time;
        private final Budget budget;

        Try(Duration budget) {
            this.time = budget;
            this.budget = new Budget(SystemTicker.instance(), budget);
        }

        private void mayAsk() throws IOException {
            if (budget.left().isZero()) {
                throw new IOException(
                        "the metadata service did not say all within " + time.toMillis() + " ms, the time of this try");
            }
        }

        List<String> macs() throws IOException {
            mayAsk();
            return Ec2Self.this.macs();
        }

        boolean lists(String mac, IpAddress address) throws IOException {
            mayAsk();
            String kind = address.isIpv4() ? "local-ipv4s" : "ipv6s";
            return metadata.optionalValues(INTERFACES + mac + "/" + kind, ADDRESS).stream()
                    .map(IpAddress::of)
                    .anyMatch(address::equals);
        }

        /**
         * Returns null if this instance has no such interface.
         *
         * @throws IOException if that is not known, since one does not say yet which it is
         */
        @Nullable
        String macOf(String interfaceId) throws IOException {
            String known = macs.get(interfaceId);
            if (known != null) {
                return known;
            }
            String unnamed = null;
            for (String mac : macs()) {
                mayAsk();
                List<String> ids = metadata.optionalValues(INTERFACES + mac + "/interface-id", INTERFACE);
                if (ids.isEmpty()) {
                    unnamed = mac;
                }
                ids.forEach(id -> macs.put(id, mac));
            }
            String found = macs.get(interfaceId);
            if (found == null && unnamed != null) {
                throw new IOException("the metadata of this instance does not say which interface " + unnamed + " is");
            }
            return found;
        }
    }

    /** Closes the connections. May be called again. */
    @Override
    public void close() {
        metadata.close();
    }

    /** Returns, for example, {@code Ec2Self(http://169.254.169.254)}. */
    @Override
    public String toString() {
        return "Ec2Self(" + metadata + ")";
    }

    /** Builds an {@link Ec2Self}. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable URI endpoint;
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder() {}

        /** Sets the endpoint of the metadata service. Default: the SDK's settings, or else 169.254.169.254. */
        public Builder endpoint(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets how long one request waits for a connection, and for an answer. A question is tried three times, and each try
         * makes a second request if it needs a token. Default: {@link #DEFAULT_TIMEOUT}.
         *
         * @throws IllegalArgumentException unless it is positive, and at most 292 years
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Times.positive(timeout, "timeout");
            return this;
        }

        /** Like {@link #timeout(Duration)}, in milliseconds. */
        public Builder timeoutMillis(long millis) {
            return timeout(Duration.ofMillis(millis));
        }

        /** Creates the object. */
        public Ec2Self build() {
            return new Ec2Self(this);
        }
    }
}
