package org.floatingip.aws;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.PlannedCall;
import org.floatingip.aws.internal.Budget;
import org.floatingip.aws.internal.OwnClient;
import org.floatingip.aws.internal.Partition;
import org.floatingip.aws.internal.Route53Calls;
import org.floatingip.aws.internal.Route53Dns;
import org.floatingip.aws.internal.Route53Zones;
import org.floatingip.aws.internal.Times;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.Route53ClientBuilder;

/**
 * Keeps names in Amazon Route 53, in public or private zones.
 *
 * <p>A name belongs to the candidate zone with the longest matching suffix. The candidates are all zones of the account, those
 * set by {@link Builder#zoneId}, or the private zones of a VPC. If several zones have that suffix, the name is refused as {@link
 * org.floatingip.RefusalReason#AMBIGUOUS_ZONE}, with a list of them. Zones are cached for a minute.
 *
 * <p>A registration reads the current records, and sends the differences in one batch per zone, or several if a batch would be
 * too large. A batch is applied whole or not at all. A replacement deletes the old record and creates the new one in one batch,
 * so Route 53 itself refuses it after a concurrent change. Only {@link #await} waits for Route 53's servers; it asks every 2 to 5
 * seconds.
 *
 * <p>Requests stay below the account's limit of 5 per second ({@link Route53RequestLimit}). Within the budget of the call, a
 * request is repeated if it was throttled or came too early ({@code PriorRequestNotComplete}); a read without an answer is
 * repeated a few times. A change whose reply was lost isn't repeated: its effect is unknown. Registering the same record again is
 * safe, and converges.
 *
 * <p>{@link IamPolicy} says which permissions each feature needs.
 *
 * <p>Safe for use by several threads. {@link #close()} closes what this object created, never the caller's client.
 */
public final class Route53DnsRegistrar implements DnsRegistrar, AutoCloseable {

    /** The default time limit of one HTTP request: 3 seconds. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(3);

    private final Route53Dns dns;
    private final Ticker ticker;
    private final @Nullable OwnClient<Route53Client> owned;
    private volatile boolean closed;

    private Route53DnsRegistrar(Route53Dns dns, Ticker ticker, @Nullable OwnClient<Route53Client> owned) {
        this.dns = dns;
        this.ticker = ticker;
        this.owned = owned;
    }

    /** Creates a registrar for all zones of the account of the first configured identity. */
    public static Route53DnsRegistrar create() {
        return builder().build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<DnsRecord> lookUp(DnsName name, Duration budget) {
        return open().lookUp(Objects.requireNonNull(name, "name"), within(budget));
    }

    @Override
    public DnsChange register(List<DnsRecord> records, Duration budget) {
        return open().register(List.copyOf(records), within(budget));
    }

    @Override
    public DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget) {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(replacement, "replacement");
        return open().conditionally(DnsRecordChange.of(expected, replacement), within(budget));
    }

    @Override
    public DnsChange remove(DnsRecord expected, Duration budget) {
        Objects.requireNonNull(expected, "expected");
        return open().conditionally(DnsRecordChange.of(expected, null), within(budget));
    }

    @Override
    public DnsChange await(DnsChange change, Duration budget) {
        return open().await(Objects.requireNonNull(change, "change"), within(budget));
    }

    @Override
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return open().explain(Objects.requireNonNull(record, "record"), differs);
    }

    private Budget within(Duration budget) {
        return new Budget(ticker, Objects.requireNonNull(budget, "budget"));
    }

    private Route53Dns open() {
        if (closed) {
            throw new IllegalStateException("this Route53DnsRegistrar is closed");
        }
        return dns;
    }

    /** Closes what this object created; never the caller's client or credentials provider. May be called again. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** Builds a {@link Route53DnsRegistrar}. Not safe for use by several threads. */
    public static final class Builder {

        private static final Pattern ZONE_ID = Pattern.compile("(?:/?hostedzone/)?([A-Z0-9]{1,32})");

        private final Set<String> zoneIds = new LinkedHashSet<>();
        private @Nullable Route53Client client;
        private @Nullable Region region;
        private @Nullable String profile;
        private @Nullable URI endpointOverride;
        private @Nullable AwsCredentialsProvider credentialsProvider;
        private @Nullable String vpcId;
        private @Nullable String vpcRegion;
        private @Nullable Route53RequestLimit requestLimit;
        private Ticker ticker = SystemTicker.instance();
        private Duration callTimeout = DEFAULT_CALL_TIMEOUT;

        private Builder() {}

        /**
         * Sets the client to call through. The caller closes it. It excludes region, profile, endpoint and credentials, which the
         * client has already. Its call timeouts and retries are overridden. Default: a client of the registrar's own.
         */
        public Builder client(Route53Client client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Sets a region of the partition whose Route 53 is asked, for example {@code us-east-1} or {@code cn-north-1}: each
         * partition has one Route 53. Also the region of STS for a profile that has a role and no region. Default: the region of
         * {@link #vpc}, or else of the SDK's default chain; its last resort, the instance's metadata, isn't asked if an endpoint is
         * set. Without any region, the commercial partition.
         */
        public Builder region(String region) {
            return region(Region.of(region));
        }

        /** Like {@link #region(String)}. */
        public Builder region(Region region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Sets the profile of the AWS configuration files for credentials. Default: as for {@link #credentialsProvider}. */
        public Builder profile(String profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** Sets the endpoint of Route 53. Default: the SDK's default. */
        public Builder endpointOverride(URI endpoint) {
            this.endpointOverride = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets the provider of the credentials that requests are signed with. The caller closes it. Default: the first configured
         * identity, as for {@link Ec2IpAssigner.Builder#credentialsProvider}.
         */
        public Builder credentialsProvider(AwsCredentialsProvider credentialsProvider) {
            this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
            return this;
        }

        /**
         * Adds a zone to search for names, with or without {@code /hostedzone/} before its id. May be called for several, such as
         * a zone and its reverse zone. Default: all candidate zones.
         *
         * @throws IllegalArgumentException if it can't be the id of a zone: capital letters and digits, 32 at the most
         */
        public Builder zoneId(String zoneId) {
            Matcher id = ZONE_ID.matcher(zoneId);
            if (!id.matches()) {
                throw new IllegalArgumentException(
                        "\"" + zoneId + "\" is not the id of a hosted zone, which looks like Z0123456789ABCDEFGHIJ");
            }
            zoneIds.add(id.group(1));
            return this;
        }

        /**
         * Sets the VPC whose private zones are searched for names. Default: all zones of the account, public and private.
         *
         * @param vpcId for example {@code vpc-0123456789abcdef0}
         * @param region its region, for example {@code us-east-1}
         */
        public Builder vpc(String vpcId, String region) {
            this.vpcId = Objects.requireNonNull(vpcId, "vpcId");
            this.vpcRegion = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Sets the request limit. Default: 5 requests per second for this registrar alone. */
        public Builder requestLimit(Route53RequestLimit requestLimit) {
            this.requestLimit = Objects.requireNonNull(requestLimit, "requestLimit");
            return this;
        }

        /** Sets the clock of budgets, pauses and the default request limit. Default: the system's clock. */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Sets the time limit of one HTTP request, within the budget of the call; in real time, whatever the clock. Default:
         * {@link #DEFAULT_CALL_TIMEOUT}.
         *
         * @throws IllegalArgumentException unless it is positive, and at most 292 years
         */
        public Builder callTimeout(Duration callTimeout) {
            this.callTimeout = Times.positive(callTimeout, "callTimeout");
            return this;
        }

        /**
         * Creates the registrar.
         *
         * @throws IllegalStateException if a client was set together with a setting that it has already
         */
        public Route53DnsRegistrar build() {
            if (client != null) {
                if (region != null || profile != null || endpointOverride != null || credentialsProvider != null) {
                    throw new IllegalStateException(
                            "client(..) excludes region, profile, endpointOverride and credentialsProvider: set them on the client");
                }
                return new Route53DnsRegistrar(through(client), ticker, null);
            }
            String known = region != null ? region.id() : vpcRegion;
            Partition partition =
                    known != null ? Partition.of(known) : Partition.ofProcess(profile, endpointOverride == null);
            Route53ClientBuilder builder = Route53Client.builder().region(partition.signsFor());
            OwnClient<Route53Client> own =
                    OwnClient.make(builder, callTimeout, credentialsProvider, profile, known, endpointOverride);
            return new Route53DnsRegistrar(through(own.client()), ticker, own);
        }

        private Route53Dns through(Route53Client route53) {
            Route53RequestLimit limit = requestLimit != null
                    ? requestLimit
                    : Route53RequestLimit.perSecond(Route53RequestLimit.ACCOUNT_REQUESTS_PER_SECOND, ticker);
            Route53Calls calls = new Route53Calls(route53, ticker, limit, callTimeout);
            return new Route53Dns(calls, new Route53Zones(calls, zoneIds, vpcId, vpcRegion));
        }
    }
}
