package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.waiters.WaiterResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;
import software.amazon.awssdk.services.sts.StsClient;

/** What a failover program does around the address, as the real SDK sees it. */
class AroundTheAddressTest {

    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

    private static final String OVERLAY = "192.168.7.7/32";

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server = sandbox.serve();
    private final URI endpoint = server.endpointUrl();
    private final SdkHttpClient http = Apache5HttpClient.create();
    private final Ec2Client ec2 = Ec2Client.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .credentialsProvider(ANYBODY)
            .httpClient(http)
            .build();
    private final String db = sandbox.instanceId("db.a");

    @AfterEach
    void close() {
        ec2.close();
        http.close();
        server.close();
    }

    private static Map<String, String> map(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private Instance instance(String filter, String value) {
        return ec2.describeInstances(request -> request.filters(
                        Filter.builder().name(filter).values(value).build()))
                .reservations()
                .get(0)
                .instances()
                .get(0);
    }

    @Test
    void tags_areGivenFoundListedAndTakenAway() {
        ec2.createTags(request -> request.resources(db, sandbox.vpc().id())
                .tags(
                        Tag.builder().key("role").value("primary").build(),
                        Tag.builder().key("empty").value("").build()));

        assertThat(instance("tag:role", "prim*").instanceId()).isEqualTo(db);
        assertThat(map(instance("tag-key", "role").tags()))
                .containsEntry("role", "primary")
                .containsEntry("empty", "");
        assertThat(ec2
                        .describeTagsPaginator(request -> request.maxResults(5)
                                .filters(Filter.builder()
                                        .name("key")
                                        .values("role")
                                        .build()))
                        .tags()
                        .stream()
                        .toList())
                .extracting(TagDescription::resourceId, TagDescription::resourceType, TagDescription::value)
                .containsExactlyInAnyOrder(
                        tuple(db, ResourceType.INSTANCE, "primary"),
                        tuple(sandbox.vpc().id(), ResourceType.VPC, "primary"));

        ec2.deleteTags(request -> request.resources(db)
                .tags(
                        Tag.builder().key("role").value("standby").build(),
                        Tag.builder().key("empty").build()));

        assertThat(map(instance("instance-id", db).tags()))
                .containsEntry("role", "primary")
                .doesNotContainKey("empty");
    }

    /** Hot paths of many a script: wait until it is there, tag it, look where it is, and reboot it. */
    @Test
    void anInstance_isRunWaitedForTaggedAndRebooted() {
        String id = ec2.runInstances(request -> request.imageId("ami-1")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1)
                        .keyName("ops")
                        .userData("IyEvYmluL3NoCg==")
                        .iamInstanceProfile(profile -> profile.name("failover"))
                        .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .subnetId(sandbox.network().subnets().get(0).id())
                                .secondaryPrivateIpAddressCount(2)
                                .build())
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(Tag.builder().key("Name").value("db.new").build())
                                .build()))
                .instances()
                .get(0)
                .instanceId();

        try (Ec2Waiter waiter = Ec2Waiter.builder().client(ec2).build()) {
            WaiterResponse<DescribeInstanceStatusResponse> ok =
                    waiter.waitUntilInstanceStatusOk(request -> request.instanceIds(id));
            assertThat(ok.matched().response().orElseThrow().instanceStatuses().get(0))
                    .satisfies(status ->
                            assertThat(status.instanceStatus().status()).isEqualTo(SummaryStatus.OK))
                    .satisfies(
                            status -> assertThat(status.systemStatus().status()).isEqualTo(SummaryStatus.OK));
        }
        Instance found = instance("tag:Name", "db.new");
        assertThat(found.keyName()).isEqualTo("ops");
        assertThat(found.iamInstanceProfile().arn()).endsWith(":instance-profile/failover");
        assertThat(found.networkInterfaces().get(0).privateIpAddresses()).hasSize(3);
        assertThat(instance("private-dns-name", found.privateDnsName()).instanceId())
                .isEqualTo(id);
        ec2.rebootInstances(request -> request.instanceIds(id));
        assertThat(instance("instance-id", id)).isEqualTo(instance("tag:Name", "db.new"));
    }

    /** What an overlay address floats by. */
    @Test
    void aRoute_isPointedAtAnotherInstance_andTellsThatItsTargetIsGone() {
        String standby = sandbox.instanceId("db.b");
        String table = ec2.createRouteTable(
                        request -> request.vpcId(sandbox.vpc().id()))
                .routeTable()
                .routeTableId();
        ec2.associateRouteTable(request -> request.routeTableId(table)
                .subnetId(sandbox.network().subnets().get(0).id()));
        for (String id : List.of(db, standby)) {
            ec2.modifyInstanceAttribute(request -> request.instanceId(id).sourceDestCheck(check -> check.value(false)));
            assertThat(ec2.describeInstanceAttribute(request ->
                                    request.instanceId(id).attribute(InstanceAttributeName.SOURCE_DEST_CHECK))
                            .sourceDestCheck()
                            .value())
                    .isFalse();
        }
        assertThat(ec2.createRoute(request -> request.routeTableId(table)
                                .destinationCidrBlock(OVERLAY)
                                .instanceId(db))
                        .returnValue())
                .isTrue();

        ec2.replaceRoute(request ->
                request.routeTableId(table).destinationCidrBlock(OVERLAY).instanceId(standby));

        assertThat(overlay()).satisfies(route -> {
            assertThat(route.instanceId()).isEqualTo(standby);
            assertThat(route.networkInterfaceId()).startsWith("eni-");
            assertThat(route.origin()).isEqualTo(RouteOrigin.CREATE_ROUTE);
            assertThat(route.state()).isEqualTo(RouteState.ACTIVE);
        });
        ec2.terminateInstances(request -> request.instanceIds(standby));
        assertThat(overlay()).satisfies(route -> {
            assertThat(route.state()).isEqualTo(RouteState.BLACKHOLE);
            assertThat(route.instanceId()).isNull();
        });
        ec2.deleteRoute(request -> request.routeTableId(table).destinationCidrBlock(OVERLAY));
        Ec2Exception refused = catchThrowableOfType(
                Ec2Exception.class,
                () -> ec2.replaceRoute(request -> request.routeTableId(table)
                        .destinationCidrBlock(OVERLAY)
                        .instanceId(db)));
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
        assertThat(refused.awsErrorDetails().errorMessage())
                .isEqualTo(
                        "There is no route defined for '" + OVERLAY + "' in the route table. Use CreateRoute instead.");
    }

    private Route overlay() {
        return ec2
                .describeRouteTablesPaginator(request -> request.filters(Filter.builder()
                        .name("route.destination-cidr-block")
                        .values(OVERLAY)
                        .build()))
                .routeTables()
                .stream()
                .flatMap(table -> table.routes().stream())
                .filter(route -> OVERLAY.equals(route.destinationCidrBlock()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void regionAndZones_areThere() {
        assertThat(ec2.describeRegions().regions())
                .singleElement()
                .satisfies(region -> assertThat(region.regionName()).isEqualTo("us-east-1"));
        assertThat(ec2.describeAvailabilityZones().availabilityZones())
                .extracting(AvailabilityZone::zoneName)
                .contains("us-east-1a", "us-east-1b");
    }

    @Test
    void whatIsNotModelled_isRefusedOnceAndInPlainWords() {
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, ec2::describeVolumes);

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation");
        assertThat(refused.awsErrorDetails().errorMessage())
                .isEqualTo("The action DescribeVolumes is not supported (not modelled by this in-memory AWS)");
        assertThat(refused.awsErrorDetails().sdkHttpResponse().statusCode()).isEqualTo(400);
        assertThat(server.count("DescribeVolumes")).as("no client repeats it").isEqualTo(1);
    }

    @Test
    void whoAmI_isAnswered() {
        try (StsClient sts = StsClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(ANYBODY)
                .httpClient(http)
                .build()) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/in-memory");
        }
    }
}
