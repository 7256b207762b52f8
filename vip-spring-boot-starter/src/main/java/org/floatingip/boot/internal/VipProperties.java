package org.floatingip.boot.internal;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * All that can be said by properties. A time without a unit is in seconds. A key of {@code vip.*} that is none of these fails the start: a mistyped one would be a host
 * that nobody tells.
 *
 * @param addresses The floating IPs. One makes a FloatingIp, several a FloatingIpGroup, which moves them together.
 * @param timeout Time limit of each operation, with all its calls and waits.
 * @param evictDataSources Whether a move that may have had an effect evicts the application's connection pools.
 * @param aws EC2 and Route 53
 * @param hosts who makes hosts accept the addresses
 * @param dns the names
 * @param health the health indicator
 * @param fence who may move
 * @param leader whose election the addresses follow
 * @param endpoint the actuator endpoint
 */
@ConfigurationProperties(prefix = "vip", ignoreUnknownFields = false)
public record VipProperties(
        @DefaultValue List<IpAddress> addresses,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s")
        Duration timeout,

        @DefaultValue("true") boolean evictDataSources,
        @DefaultValue Aws aws,
        @DefaultValue Hosts hosts,
        @DefaultValue Dns dns,
        @DefaultValue Health health,
        @DefaultValue Fence fence,
        @DefaultValue Leader leader,
        @DefaultValue Endpoint endpoint) {

    public VipProperties {
        addresses = List.copyOf(addresses);
        if (addresses.stream().distinct().count() != addresses.size()) {
            throw new IllegalArgumentException("vip.addresses names an address twice: " + addresses);
        }
        positive("vip.timeout", timeout);
        for (IpAddress named : dns.names().keySet()) {
            if (!addresses.contains(named)) {
                throw new IllegalArgumentException(
                        "vip.dns.names has a name for " + named + ", which is not in vip.addresses " + addresses);
            }
        }
    }

    private static void positive(String property, Duration given) {
        if (given.isZero() || given.isNegative()) {
            throw new IllegalArgumentException(property + " must be positive, not " + given);
        }
    }

    private static void notNegative(String property, Duration given) {
        if (given.isNegative()) {
            throw new IllegalArgumentException(property + " can't be negative: " + given);
        }
    }

    /**
     * EC2 and Route 53.
     *
     * @param region The AWS region, for example us-east-1. Default: where the AWS SDK looks for it.
     * @param profile The profile of the AWS configuration files. Default: the first identity that is configured.
     * @param endpoint URL of EC2 and Route 53, instead of the region's endpoints. For tests.
     * @param vpcId The VPC of the addresses, if several VPCs have them, or for speed.
     * @param attemptTimeout Time limit of one attempt, at most that of the whole operation.
     * @param callTimeout Time limit of one HTTP request, if the attempt has more.
     * @param dataPlaneLag Time for which packets may still go to the old host after EC2 has shown the new one.
     * @param readLag Maximum age of an answer of EC2.
     */
    public record Aws(
            @Nullable String region,
            @Nullable String profile,
            @Nullable URI endpoint,
            @Nullable String vpcId,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("3s")
            Duration attemptTimeout,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("8s")
            Duration callTimeout,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1500ms")
            Duration dataPlaneLag,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1500ms")
            Duration readLag) {

        public Aws {
            positive("vip.aws.attempt-timeout", attemptTimeout);
            positive("vip.aws.call-timeout", callTimeout);
            notNegative("vip.aws.data-plane-lag", dataPlaneLag);
            notNegative("vip.aws.read-lag", readLag);
            if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint))) {
                throw new IllegalArgumentException("vip.aws.endpoint is no URL of a service: \"" + endpoint
                        + "\": expected http://host:port or https://host");
            }
        }

        private static boolean isHttp(URI endpoint) {
            return "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        }
    }

    /**
     * Who makes hosts accept the addresses.
     *
     * @param ssh Hosts and where SSH finds them: host, user@host or ssh://user@host:port.
     * @param local This machine's id in the network, if it is one of the hosts.
     * @param always Whether every host accepts the addresses permanently, also after a reboot, whether it holds them or not.
     * @param interfaceName The network interface on every host. Default: it is found.
     * @param sudo Whether commands that need root are run by sudo.
     * @param sshConfig An SSH configuration file instead of the user's.
     */
    public record Hosts(
            @DefaultValue Map<HostId, String> ssh,
            @Nullable HostId local,
            boolean always,
            @Nullable String interfaceName,
            boolean sudo,
            @Nullable String sshConfig) {

        /** What becomes of an id of EC2 in the name of an environment variable, which has no hyphen. */
        private static final Pattern WITHOUT_ITS_HYPHEN =
                Pattern.compile("(i|eni)(\\.[0-9a-f]+|[0-9a-f]{8}|[0-9a-f]{17})");

        public Hosts {
            ssh = new LinkedHashMap<>(ssh);
            for (HostId host : ssh.keySet()) {
                Matcher bent = WITHOUT_ITS_HYPHEN.matcher(host.value());
                if (bent.matches()) {
                    throw new IllegalArgumentException("vip.hosts.ssh has a host " + host + ", and not "
                            + bent.group(1) + "-" + bent.group(2).replace(".", "")
                            + ": the name of an environment variable has no hyphen. Say it in a file, or all of them as JSON in"
                            + " SPRING_APPLICATION_JSON");
                }
            }
            if (local != null && ssh.containsKey(local)) {
                throw new IllegalArgumentException(
                        "vip.hosts has two entries for " + local + ": vip.hosts.local, and " + ssh.get(local));
            }
        }

        /** Whether there are any. */
        boolean given() {
            return local != null || !ssh.isEmpty();
        }
    }

    /**
     * The names.
     *
     * @param names Addresses and the names that a move makes point to them.
     * @param ttl TTL of a new record. A move keeps the TTL of an existing one.
     * @param zones Ids of hosted zones, if several zones have the name.
     */
    public record Dns(
            @DefaultValue Map<IpAddress, String> names,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s")
            Duration ttl,

            @DefaultValue List<String> zones) {

        public Dns {
            names = new LinkedHashMap<>(names);
            names.forEach((address, name) -> parsed("vip.dns.names." + address, name));
            notNegative("vip.dns.ttl", ttl);
            if (!ttl.equals(Duration.ofSeconds(ttl.toSeconds()))) {
                throw new IllegalArgumentException("vip.dns.ttl must be in whole seconds, not " + ttl);
            }
            zones = List.copyOf(zones);
        }

        private static DnsName parsed(String property, String name) {
            try {
                return DnsName.of(name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * The health indicator.
     *
     * @param interval Minimum time between two readings of the network, however many probe.
     */
    public record Health(
            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s")
            Duration interval) {

        public Health {
            notNegative("vip.health.interval", interval);
        }
    }

    /**
     * Who of several may move the addresses.
     *
     * @param table The table of epochs in the application's database. With it every move needs an epoch. Default: no move needs one, unless there is an EpochLedger bean.
     */
    public record Fence(@Nullable String table) {}

    /**
     * Whose election the addresses follow.
     *
     * @param self This machine's id in the network. Leader events of Spring Integration move the addresses to it. Default: they move nothing.
     * @param role The role whose leader has the addresses. Default: the events of every role count.
     * @param tick Time between two checks that this machine still leads and holds the addresses.
     * @param lease Time for which the machine accepts the addresses, unless a check renews it: whole seconds, at least two more than vip.leader.tick. Default: without an end.
     */
    public record Leader(
            @Nullable HostId self,
            @Nullable String role,

            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s")
            Duration tick,

            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration lease) {

        public Leader {
            positive("vip.leader.tick", tick);
            if (lease != null && (lease.toSeconds() < 2 || !lease.equals(Duration.ofSeconds(lease.toSeconds())))) {
                throw new IllegalArgumentException(
                        "vip.leader.lease is two seconds or more, in whole seconds, not " + lease);
            }
            if (lease != null && lease.minusSeconds(2).compareTo(tick) < 0) {
                throw new IllegalArgumentException(
                        "vip.leader.lease has to be longer than vip.leader.tick, by two seconds at the"
                                + " least and better by several ticks: " + lease + " and " + tick
                                + ". A look renews all of it but the second in which the look falls");
            }
        }
    }

    /**
     * The actuator endpoint.
     *
     * @param allowMoves Whether the endpoint moves addresses. Otherwise it only shows who holds them, and what a move would do.
     */
    public record Endpoint(boolean allowMoves) {}
}
