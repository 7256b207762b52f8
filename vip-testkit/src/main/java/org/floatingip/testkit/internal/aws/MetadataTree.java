package org.floatingip.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;
import org.jspecify.annotations.Nullable;

/** What the metadata service of an instance has, at one time: folders and values. */
final class MetadataTree {

    /** How long the keys of a role are good for, as those on a real instance. */
    private static final Duration KEYS_VALID = Duration.ofHours(6);

    /** Something that a path leads to. */
    private sealed interface Entry permits Folder, Value {}

    private record Value(String text, String type) implements Entry {}

    private static final class Folder implements Entry {

        final SortedMap<String, Entry> entries = new TreeMap<>();

        Folder value(String name, @Nullable Object value) {
            if (value != null) {
                entries.put(name, new Value(value.toString(), MetadataApi.PLAIN));
            }
            return this;
        }

        /** The folder of that name, made where it is not there. */
        Folder folder(String... path) {
            Folder folder = this;
            for (String name : path) {
                folder = (Folder) folder.entries.computeIfAbsent(name, key -> new Folder());
            }
            return folder;
        }

        String listing() {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + (entry.getValue() instanceof Folder ? "/" : ""))
                    .collect(Collectors.joining("\n"));
        }
    }

    private final InMemoryVpc network;
    private final VpcInstance instance;
    private final Folder root = new Folder();

    private MetadataTree(InMemoryVpc network, VpcInstance instance) {
        this.network = network;
        this.instance = instance;
    }

    /** The tree of that instance, as its metadata shows its interfaces. */
    static MetadataTree of(InMemoryVpc network, VpcInstance instance) {
        MetadataTree tree = new MetadataTree(network, instance);
        tree.grow(network.metadataInterfaces().stream()
                .filter(eni -> indexOn(instance.id(), eni) >= 0)
                .sorted(Comparator.comparingInt(eni -> indexOn(instance.id(), eni)))
                .toList());
        return tree;
    }

    private static int indexOn(String instanceId, VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        return attachment == null || !attachment.instanceId().equals(instanceId) ? -1 : attachment.deviceIndex();
    }

    /**
     * What is at that path: a value, or the names in a folder; empty if there is nothing. A slash at its end tells nothing: clients
     * read values with one (Hazelcast), and folders without.
     */
    Optional<AwsReply> at(String path) {
        Entry entry = root;
        for (String name :
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList()) {
            if (!(entry instanceof Folder folder)) {
                return Optional.empty();
            }
            entry = folder.entries.get(name);
        }
        if (entry instanceof Folder folder) {
            return Optional.of(reply(folder.listing(), MetadataApi.PLAIN));
        }
        return entry instanceof Value value ? Optional.of(reply(value.text(), value.type())) : Optional.empty();
    }

    /** All paths of values, in order. */
    List<String> paths() {
        List<String> all = new ArrayList<>();
        collect(root, "", all);
        return all;
    }

    private static void collect(Folder folder, String at, List<String> all) {
        folder.entries.forEach((name, entry) -> {
            if (entry instanceof Folder inner) {
                collect(inner, at + "/" + name, all);
            } else {
                all.add(at + "/" + name);
            }
        });
    }

    private static AwsReply reply(String text, String type) {
        return new AwsReply(200, text, null, Map.of(HttpEndpoint.CONTENT_TYPE, type));
    }

    private void grow(List<VpcInterface> interfaces) {
        Folder latest = root.folder("latest");
        Folder metadata = latest.folder("meta-data");
        metadata.value("ami-id", instance.imageId())
                .value("ami-launch-index", instance.launch().index())
                .value("instance-id", instance.id())
                .value("instance-life-cycle", "on-demand")
                .value("instance-type", instance.type())
                .value("reservation-id", instance.launch().reservationId());
        metadata.folder("services").value("domain", "amazonaws.com").value("partition", "aws");
        if (!interfaces.isEmpty()) {
            VpcInterface first = interfaces.get(0);
            primary(metadata, first);
            latest.folder("dynamic", "instance-identity").value("document", identity(first));
        }
        interfaces.forEach(eni -> network(metadata.folder("network", "interfaces", "macs", eni.macAddress()), eni));
        String profile = instance.launch().instanceProfile();
        if (profile != null) {
            role(metadata.folder("iam"), profile);
        }
        String userData = instance.launch().userData();
        if (userData != null) {
            latest.entries.put("user-data", new Value(decoded(userData), "application/octet-stream"));
        }
    }

    private static void primary(Folder metadata, VpcInterface first) {
        String name = Shapes.privateDnsName(first.primaryAddress());
        metadata.value("hostname", name)
                .value("local-hostname", name)
                .value("local-ipv4", first.primaryAddress())
                .value("mac", first.macAddress())
                .value("security-groups", groups(first, VpcInterface.Group::name));
        VpcElasticIp elasticIp = first.elasticIps().get(first.primaryAddress());
        if (elasticIp != null) {
            metadata.value("public-hostname", Shapes.publicDnsName(elasticIp.publicIp()))
                    .value("public-ipv4", elasticIp.publicIp());
        }
        metadata.folder("placement")
                .value("availability-zone", first.zone())
                .value("availability-zone-id", RegionActions.zoneId(first.zone()))
                .value("region", Sandbox.REGION);
    }

    private static String groups(VpcInterface eni, Function<VpcInterface.Group, String> what) {
        return lines(eni.groups().stream().map(what).toList());
    }

    private void network(Folder folder, VpcInterface eni) {
        folder.value("device-number", indexOn(instance.id(), eni))
                .value("interface-id", eni.id())
                .value("mac", eni.macAddress())
                .value("owner-id", eni.ownerId())
                .value("security-group-ids", groups(eni, VpcInterface.Group::id))
                .value("security-groups", groups(eni, VpcInterface.Group::name))
                .value("subnet-id", eni.subnetId())
                .value(
                        "subnet-ipv4-cidr-block",
                        network.subnet(eni.subnetId()).map(VpcSubnet::cidr).orElse(null))
                .value("vpc-id", eni.vpcId());
        network.vpcs().stream()
                .filter(vpc -> vpc.id().equals(eni.vpcId()))
                .map(Vpc::cidr)
                .forEach(cidr -> folder.value("vpc-ipv4-cidr-block", cidr).value("vpc-ipv4-cidr-blocks", cidr));
        // Raw listings of interfaces without an address lack the key.
        if (!eni.addresses().isEmpty()) {
            folder.value("local-hostname", Shapes.privateDnsName(eni.primaryAddress()))
                    .value("local-ipv4s", lines(eni.addresses()));
        }
        if (!eni.ipv6Addresses().isEmpty()) {
            folder.value("ipv6s", lines(eni.ipv6Addresses()));
        }
        List<IpAddress> publicIps = new ArrayList<>();
        for (IpAddress address : eni.addresses()) {
            VpcElasticIp elasticIp = eni.elasticIps().get(address);
            if (elasticIp != null) {
                publicIps.add(elasticIp.publicIp());
                folder.folder("ipv4-associations").value(elasticIp.publicIp().toString(), address);
            }
        }
        if (!publicIps.isEmpty()) {
            folder.value("public-hostname", Shapes.publicDnsName(publicIps.get(0)))
                    .value("public-ipv4s", lines(publicIps));
        }
    }

    /** A profile's role is taken to be of its name, as those are that the console makes. */
    private void role(Folder iam, String profile) {
        String name = profile.substring(profile.lastIndexOf('/') + 1);
        Keys keys = Keys.issue(Caller.assumed(Ec2QueryApi.OWNER, name, instance.id()), KEYS_VALID);
        iam.value(
                "info",
                new Json()
                        .text("Code", "Success")
                        .text("LastUpdated", keys.issued())
                        .text("InstanceProfileArn", profile)
                        .text("InstanceProfileId", Keys.id("AIPA", profile)));
        iam.folder("security-credentials")
                .value(
                        name,
                        new Json()
                                .text("Code", "Success")
                                .text("LastUpdated", keys.issued())
                                .text("Type", "AWS-HMAC")
                                .text("AccessKeyId", keys.accessKeyId())
                                .text("SecretAccessKey", keys.secretAccessKey())
                                .text("Token", keys.sessionToken())
                                .text("Expiration", keys.expiration()));
    }

    private Json identity(VpcInterface first) {
        return new Json()
                .text("accountId", Ec2QueryApi.OWNER)
                .text("architecture", "x86_64")
                .text("availabilityZone", first.zone())
                .text("billingProducts", null)
                .text("devpayProductCodes", null)
                .text("marketplaceProductCodes", null)
                .text("imageId", instance.imageId())
                .text("instanceId", instance.id())
                .text("instanceType", instance.type())
                .text("kernelId", null)
                .text("pendingTime", instance.launchedAt().truncatedTo(ChronoUnit.SECONDS))
                .text("privateIp", first.primaryAddress())
                .text("ramdiskId", null)
                .text("region", Sandbox.REGION)
                .text("version", "2017-09-30");
    }

    private static String lines(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64; // RunInstances takes anything
        }
    }

    /** An object of texts, written as the service writes it. */
    private static final class Json {

        private final List<String> fields = new ArrayList<>();

        Json text(String name, @Nullable Object value) {
            fields.add("  \"" + name + "\" : " + (value == null ? "null" : "\"" + escaped(value.toString()) + "\""));
            return this;
        }

        private static String escaped(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }

        @Override
        public String toString() {
            return "{\n" + String.join(",\n", fields) + "\n}";
        }
    }
}
