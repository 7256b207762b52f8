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
 * <p>The zone of a name is the one with the longest name that it ends in, among those in sight: all of the account, those named
 * by {@link Builder#zoneId}, or the private ones of a VPC. Several of one name are an
 * {@link org.floatingip.RefusalReason#AMBIGUOUS_ZONE} that lists them. Zones are remembered for a minute.
 *
 * <p>A registration reads what is there, and sends one batch a zone of what differs (several where a batch has no room for it).
 * A batch is applied whole or not at all. Replacing deletes the old and creates the new in one batch, so that Route 53 itself
 * refuses if somebody else came first. No method but {@link #await} waits for Route 53's servers; that one asks every 2 to 5
 * seconds.
 *
 * <p>Requests keep below the account's limit of 5 a second ({@link Route53RequestLimit}). Those that were throttled, or came
 * too early ({@code PriorRequestNotComplete}), are repeated within the budget of the call; so are readings that found no
 * answer, a few times. A change whose reply was lost is not: its effect is unknown, and the same registration again converges.
 *
 * <p>What it has to be allowed for which feature: {@link IamPolicy}.
 *
 * <p>Safe for use by several threads. {@link #close()} closes what this object created, never a client that the caller brought.
 */
public final class Route53DnsRegistrar implements DnsRegistrar, AutoCloseable {

    /** The time of one HTTP request at the most, unless another is set: 3 seconds. */
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

    /** A registrar for all zones of the account of the first identity that is configured. */
    public static Route53DnsRegistrar create() {
        return builder().build();
    }

    /** Starts a registrar with settings of its own. */
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

    /** Closes what this object created; a client or provider that the caller brought stays open. May be called again. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** The settings of a {@link Route53DnsRegistrar}. Not safe for use by several threads. */
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
         * The client to call through; it stays the caller's to close. Default: one made here. Excludes region, profile,
         * endpoint and credentials, which it has already. Its time limits and retries do not matter.
         */
        public Builder client(Route53Client client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** The region that requests are signed for. Default {@code aws-global}, Route 53's own outside China and GovCloud. */
        public Builder region(Region region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** The profile of the AWS configuration files for credentials. Default: as for {@link #credentialsProvider}. */
        public Builder profile(String profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** Where Route 53 is, in place of its endpoint. Default: the SDK's default. */
        public Builder endpointOverride(URI endpoint) {
            this.endpointOverride = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * What requests are signed with; it stays the caller's to close. Default: the first identity that is configured, as for
         * {@link Ec2IpAssigner.Builder#credentialsProvider}.
         */
        public Builder credentialsProvider(AwsCredentialsProvider credentialsProvider) {
            this.credentialsProvider = Objects.requireNonNull(credentialsProvider, "credentialsProvider");
            return this;
        }

        /**
         * A zone that names are looked for in, with or without {@code /hostedzone/} before its id; may be called for several,
         * such as a zone and its reverse zone. Default: all that are in sight.
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
         * The VPC whose private zones names are looked for in. Default: all zones of the account, public and private.
         *
         * @param vpcId for example {@code vpc-0123456789abcdef0}
         * @param region its region, for example {@code us-east-1}
         */
        public Builder vpc(String vpcId, String region) {
            this.vpcId = Objects.requireNonNull(vpcId, "vpcId");
            this.vpcRegion = Objects.requireNonNull(region, "region");
            return this;
        }

        /** What keeps requests below the account's limit; default one of 5 requests a second for this registrar alone. */
        public Builder requestLimit(Route53RequestLimit requestLimit) {
            this.requestLimit = Objects.requireNonNull(requestLimit, "requestLimit");
            return this;
        }

        /** The clock of budgets, pauses and the default request limit; default the system's. */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * The time of one HTTP request at the most, where the budget has more; default {@link #DEFAULT_CALL_TIMEOUT}. Real
         * time, whatever the clock.
         *
         * @throws IllegalArgumentException unless it is positive, and at most 292 years
         */
        public Builder callTimeout(Duration callTimeout) {
            this.callTimeout = Times.positive(callTimeout, "callTimeout");
            return this;
        }

        /**
         * Makes the registrar.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         */
        public Route53DnsRegistrar build() {
            if (client != null) {
                if (region != null || profile != null || endpointOverride != null || credentialsProvider != null) {
                    throw new IllegalStateException(
                            "client(..) excludes region, profile, endpointOverride and credentialsProvider: set them on the client");
                }
                return new Route53DnsRegistrar(through(client), ticker, null);
            }
            Route53ClientBuilder builder = Route53Client.builder().region(region == null ? Region.AWS_GLOBAL : region);
            OwnClient<Route53Client> own =
                    OwnClient.make(builder, callTimeout, credentialsProvider, profile, endpointOverride);
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
