package org.floatingip.lab.aws;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The Route 53 registrar finds its zones: the real SDK, over HTTP, under the real limit of requests. */
class Route53ZonesTest extends Route53ZonesContract {

    private final InMemoryAwsServer server = InMemoryAwsServer.builder(network)
            .dns(dns)
            .route53RequestsPerSecond(5)
            .start();
    private final List<Route53DnsRegistrar> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(Route53DnsRegistrar::close);
        server.close();
    }

    private Route53DnsRegistrar.Builder builder() {
        return Route53DnsRegistrar.builder()
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .ticker(network.ticker());
    }

    private DnsRegistrar keep(Route53DnsRegistrar.Builder builder) {
        Route53DnsRegistrar registrar = builder.build();
        made.add(registrar);
        return registrar;
    }

    @Override
    DnsRegistrar registrarInVpc(String vpcId) {
        return keep(vpcId == null ? builder() : builder().vpc(vpcId, "us-east-1"));
    }

    @Override
    DnsRegistrar registrarInZones(String... zoneIds) {
        Route53DnsRegistrar.Builder builder = builder();
        for (String id : zoneIds) {
            builder.zoneId(id);
        }
        return keep(builder);
    }
}
