package org.floatingip.lab.aws;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordType;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.contract.RegistrarFixture;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsEvent;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The zones that the contract of registrars is tested with, in memory and behind HTTP. */
final class ZonesFixture implements RegistrarFixture {

    private final InMemoryVpc network = InMemoryVpc.create();
    private final InMemoryDns dns = InMemoryDns.create(network.ticker());
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String zone =
            dns.createPrivateZone("example.com", vpc, "us-east-1").id();
    private final String reverse =
            dns.createPrivateZone("1.0.10.in-addr.arpa", vpc, "us-east-1").id();
    private final DnsRegistrar registrar;
    private Runnable cutOff = () -> {};
    private Runnable mend = () -> {};
    private Runnable close = () -> {};

    private ZonesFixture(Function<ZonesFixture, DnsRegistrar> registrar) {
        this.registrar = registrar.apply(this);
    }

    static ZonesFixture inMemory() {
        return new ZonesFixture(fixture -> {
            InMemoryDnsRegistrar registrar =
                    InMemoryDnsRegistrar.of(fixture.dns).inVpc(fixture.vpc);
            fixture.cutOff = registrar::cutOff;
            fixture.mend = registrar::mend;
            return registrar;
        });
    }

    /** The real SDK, over HTTP, under the real limit of requests. */
    static ZonesFixture route53() {
        return new ZonesFixture(fixture -> {
            InMemoryAwsServer server = InMemoryAwsServer.builder(fixture.network)
                    .dns(fixture.dns)
                    .route53RequestsPerSecond(5)
                    .start();
            Route53DnsRegistrar registrar = Route53DnsRegistrar.builder()
                    .endpointOverride(server.endpointUrl())
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                    .ticker(fixture.network.ticker())
                    .vpc(fixture.vpc, "us-east-1")
                    .build();
            fixture.cutOff = () -> server.inject(WireFault.error(503, "ServiceUnavailable", "Cut off by the test.")
                    .always());
            fixture.mend = server::mend;
            fixture.close = () -> {
                registrar.close();
                server.close();
            };
            return registrar;
        });
    }

    @Override
    public DnsRegistrar registrar() {
        return registrar;
    }

    @Override
    public Ticker ticker() {
        return network.ticker();
    }

    @Override
    public void put(DnsRecord record) {
        dns.change(zone, DnsEdit.upsert(DnsRecordSet.of(record)));
    }

    @Override
    public void putOther(String name, String type, String value) {
        dns.change(zone, DnsEdit.upsert(DnsRecordSet.of(name, type, 60, value)));
    }

    @Override
    public boolean putWith(String attribute, DnsRecord record) {
        dns.change(zone, DnsEdit.upsert(DnsRecordSet.of(record).withHealthCheck(attribute)));
        return true;
    }

    @Override
    public @Nullable String attribute(DnsRecord record) {
        return dns.recordSets(zone, record.name().value()).stream()
                .filter(set -> set.type().equals(record.type().name()))
                .findFirst()
                .map(DnsRecordSet::healthCheckId)
                .orElse(null);
    }

    @Override
    public List<DnsRecord> truth(String name) {
        return List.of(zone, reverse).stream()
                .flatMap(id -> dns.recordSets(id, name).stream())
                .filter(set -> List.of(DnsRecordType.values()).stream()
                        .anyMatch(type -> type.name().equals(set.type())))
                .map(set -> DnsRecord.of(
                        set.name(), set.type(), set.ttl(), set.values().toArray(new String[0])))
                .toList();
    }

    @Override
    public long changeRequests() {
        return dns.history().stream()
                .filter(event -> event.kind() != DnsEvent.Kind.ZONE)
                .count();
    }

    @Override
    public Duration syncTime() {
        return InMemoryDns.DEFAULT_SYNC_TIME;
    }

    @Override
    public void cutOff() {
        cutOff.run();
    }

    @Override
    public void mend() {
        mend.run();
    }

    @Override
    public void close() {
        close.run();
    }
}
