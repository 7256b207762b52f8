package com.example.aws;

import java.time.Duration;
import org.floatingip.FloatingIp;
import org.floatingip.MoveResult;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.testkit.Scenario;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Moves an address by the real SDK, against the endpoint of a network in memory, and has its name follow. */
public final class SwitchInEc2 {

    private SwitchInEc2() {}

    public static void main(String[] arguments) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));
        try (Scenario scenario = Scenario.builder()
                        .host("i-0a")
                        .holding("10.0.1.12")
                        .host("i-0b")
                        .zone("example.com")
                        .build();
                Ec2IpAssigner ec2 = Ec2IpAssigner.builder()
                        .region("us-east-1")
                        .endpointOverride(scenario.serve().endpointUrl())
                        .credentialsProvider(credentials)
                        .dataPlaneLag(Duration.ZERO) // no packets are behind it
                        .build();
                Route53DnsRegistrar route53 = Route53DnsRegistrar.builder()
                        .endpointOverride(scenario.serve().endpointUrl())
                        .credentialsProvider(credentials)
                        .build()) {
            FloatingIp db = FloatingIp.at("10.0.1.12")
                    .assigner(ec2)
                    .dns(route53, "db.example.com")
                    .build();
            MoveResult moved = db.moveTo("i-0b");
            System.out.println(moved.outcome() + ", held by " + db.holder().orElseThrow().host());
        }
    }
}
