package org.floatingip.lab.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The network in which scenes of the table play, made over the wire, each part with the tag of this run: what GoldenRepliesTest makes in
 * memory.
 *
 * <pre>
 * VPC 10.231.0.0/16   subnet 10.231.82.0/28   eni-0aaaaaaaaaaaaaaaa  10.231.82.4, 10.231.82.5
 *                                             eni-0bbbbbbbbbbbbbbbb  10.231.82.6
 *                                             i-0dddddddddddddddd    10.231.82.8, 10.231.82.9 (a t2.micro)
 *                     subnet 10.231.83.0/28   eni-0cccccccccccccccc  10.231.83.4
 * </pre>
 */
final class Stage {

    static final String INSTANCE = "i-0dddddddddddddddd";
    static final String OF_INSTANCE = "eni-of-instance";

    private static final Set<String> AT_REST = Set.of("running", "stopped", "terminated");
    private static final Set<String> UNDER_WAY =
            Set.of("pending", "attaching", "detaching", "associating", "disassociating");
    private static final int PATIENCE = 150;
    private static final int LOOKS = 15;

    private final Ec2Requests ec2;
    private final Pause pause;
    private final String run;
    private final String image;
    final Names names = new Names();

    /**
     * @param run the value of its tag
     * @param image of its instance
     */
    Stage(Ec2Requests ec2, Pause pause, String run, String image) {
        this.ec2 = ec2;
        this.pause = pause;
        this.run = run;
        this.image = image;
    }

    /**
     * Makes it.
     *
     * @param region the zones of which are used
     * @param withInstance whether an instance is needed; an interface with its addresses stands in for it otherwise
     */
    void build(String region, boolean withInstance) {
        String vpc = make("vpc-0", "vpcId", "CreateVpc", "CidrBlock", "10.231.0.0/16");
        await("DescribeVpcs", "VpcId.1", vpc, "state", "available");
        String subnet = subnet("subnet-0", vpc, "10.231.82.0/28", region + "a");
        String other = subnet("subnet-1", vpc, "10.231.83.0/28", region + "b");
        List<String> interfaces = new ArrayList<>(List.of(
                networkInterface("eni-0aaaaaaaaaaaaaaaa", subnet, "10.231.82.4", "10.231.82.5"),
                networkInterface("eni-0bbbbbbbbbbbbbbbb", subnet, "10.231.82.6", ""),
                networkInterface("eni-0cccccccccccccccc", other, "10.231.83.4", "")));
        gateway(vpc);
        if (withInstance) {
            instance(subnet);
        } else {
            interfaces.add(networkInterface("stand-in", subnet, "10.231.82.8", "10.231.82.9"));
        }
        interfaces.forEach(id -> await("DescribeNetworkInterfaces", "NetworkInterfaceId.1", id, "status", "available"));
    }

    private String subnet(String name, String vpc, String cidr, String zone) {
        String id = make(name, "subnetId", "CreateSubnet", "VpcId", vpc, "CidrBlock", cidr, "AvailabilityZone", zone);
        await("DescribeSubnets", "SubnetId.1", id, "state", "available");
        return id;
    }

    private String networkInterface(String name, String subnet, String primary, String secondary) {
        Map<String, String> request = request("CreateNetworkInterface", "SubnetId", subnet);
        addresses(request, "", primary, secondary);
        return make(name, "networkInterfaceId", request);
    }

    private static void addresses(Map<String, String> request, String prefix, String primary, String secondary) {
        request.put(prefix + "PrivateIpAddresses.1.PrivateIpAddress", primary);
        request.put(prefix + "PrivateIpAddresses.1.Primary", "true");
        if (!secondary.isEmpty()) {
            request.put(prefix + "PrivateIpAddresses.2.PrivateIpAddress", secondary);
            request.put(prefix + "PrivateIpAddresses.2.Primary", "false");
        }
    }

    /** EC2 associates an Elastic IP only in a VPC that has one; the in-memory AWS has none, and asks for none. */
    private void gateway(String vpc) {
        Ec2Reply made = send(request("CreateInternetGateway"));
        if (!made.code().equals("UnsupportedOperation")) {
            String id =
                    Xml.all(successful(made).xml(), "internetGatewayId").get(0).getTextContent();
            names.learn("igw-0", id);
            successful(send(request("AttachInternetGateway", "InternetGatewayId", id, "VpcId", vpc)));
        }
    }

    private void instance(String subnet) {
        Map<String, String> request = request("RunInstances", "ImageId", image, "InstanceType", "t2.micro");
        request.put("MinCount", "1");
        request.put("MaxCount", "1");
        request.put("NetworkInterface.1.DeviceIndex", "0");
        request.put("NetworkInterface.1.SubnetId", subnet);
        request.put("NetworkInterface.1.DeleteOnTermination", "true");
        addresses(request, "NetworkInterface.1.", "10.231.82.8", "10.231.82.9");
        Element made = successful(send(request)).xml();
        runs(made);
        names.learn(INSTANCE, Xml.all(made, "instanceId").get(0).getTextContent());
        names.learn(OF_INSTANCE, Xml.all(made, "networkInterfaceId").get(0).getTextContent());
        settle();
    }

    /** An image can be named by what it is resolved from: known by its id from now on. */
    private void runs(Element made) {
        String id = Xml.all(made, "imageId").get(0).getTextContent();
        names.learn("ami-00000000000000000", id);
        names.learn("ami-1", id);
    }

    /** Waits until no instance is on its way from one state to another. */
    void settle() {
        for (String id : names.madeBy("i-")) {
            settle(id);
        }
    }

    private void settle(String id) {
        for (int tries = 0; tries < PATIENCE; tries++) {
            Ec2Reply reply = send(request("DescribeInstances", "InstanceId.1", id));
            if (reply.succeeded()) {
                String state = Xml.text(Xml.all(reply.xml(), "instanceState").get(0), "name");
                if (AT_REST.contains(state)) {
                    return;
                }
            } else if (!reply.code().endsWith(".NotFound")) {
                successful(reply);
            }
            pause.again(tries);
        }
        throw new IllegalStateException("the instance " + id + " did not come to rest");
    }

    /** Lets time pass as the table does, and as much more as what is under way needs. */
    void pass(Duration time) {
        pause.sleep(time);
        settle();
        for (String action : List.of("DescribeNetworkInterfaces", "DescribeVpcs", "DescribeSubnets")) {
            awaitRest(request(action, "Filter.1.Name", "vpc-id", "Filter.1.Value.1", names.translate("vpc-0")));
        }
    }

    private void awaitRest(Map<String, String> look) {
        for (int tries = 0; tries < PATIENCE; tries++) {
            Element there = successful(send(look)).xml();
            if (Stream.of("state", "status")
                    .flatMap(name -> Xml.all(there, name).stream())
                    .noneMatch(one -> UNDER_WAY.contains(one.getTextContent()))) {
                return;
            }
            pause.again(tries);
        }
        throw new IllegalStateException(look + " did not come to rest");
    }

    /**
     * A request of the table, which has to succeed; what it makes or finds is known by its names from then on. An instance that it sends
     * from one state to another is there afterwards; one that it runs is not, since there are rows about that.
     */
    void prepare(ReplyTable.Step step) {
        Map<String, String> request = ReplyTable.parameters(names.translate(step.request()));
        String action = request.getOrDefault("Action", "");
        Ec2Reply reply = successful(send(request));
        for (int tries = 0; action.startsWith("Describe") && !names(step, reply) && tries < LOOKS; tries++) {
            pause.again(tries);
            reply = successful(send(request));
        }
        if (!names(step, reply)) {
            throw new IllegalStateException(step.line() + " made something else: " + reply.body());
        }
        for (String name : step.makes()) {
            String id = names.translate(name);
            if (name.startsWith("vpc-")) {
                await("DescribeVpcs", "VpcId.1", id, "state", "available");
            }
            if (name.startsWith("subnet-")) {
                await("DescribeSubnets", "SubnetId.1", id, "state", "available");
            }
        }
        if (action.equals("RunInstances")) {
            runs(reply.xml());
        }
        if (action.matches("(Start|Stop|Terminate|Reboot)Instances")) {
            settle();
        }
    }

    /** Learns what a reply has made or found; false if something is missing. A service may make nothing of a filter. */
    private boolean names(ReplyTable.Step step, Ec2Reply reply) {
        List<String> ours = names.madeBy("vpc-");
        if (step.request().startsWith("Describe")) {
            Xml.all(reply.xml(), "vpcId").stream()
                    .map(Element::getTextContent)
                    .filter(vpc -> !ours.contains(vpc))
                    .findFirst()
                    .ifPresent(vpc -> {
                        throw new IllegalStateException(
                                step.line() + " shows something of " + vpc + ", which this run did not make");
                    });
        }
        for (String name : step.makes()) {
            String kind = name.matches("[0-9.]+") ? "" : name.substring(0, name.lastIndexOf('-') + 1);
            Matcher made = Pattern.compile(kind.isEmpty() ? "<publicIp>([0-9.]+)<" : ">(" + kind + "[0-9a-f]{8,17})<")
                    .matcher(reply.body());
            if (!made.find()) {
                return false;
            }
            names.learn(name, made.group(1));
        }
        return true;
    }

    private String make(String name, String idElement, String action, String... parameters) {
        return make(name, idElement, request(action, parameters));
    }

    private String make(String name, String idElement, Map<String, String> request) {
        String id = Xml.all(successful(send(request)).xml(), idElement).get(0).getTextContent();
        names.learn(name, id);
        return id;
    }

    /** A new thing is not visible at once, nor ready. */
    private void await(String action, String parameter, String id, String element, String value) {
        for (int tries = 0; tries < PATIENCE; tries++) {
            Ec2Reply reply = send(request(action, parameter, id));
            if (reply.succeeded()
                    && Xml.all(reply.xml(), element).stream()
                            .anyMatch(one -> one.getTextContent().equals(value))) {
                return;
            }
            if (!reply.succeeded() && !reply.code().endsWith(".NotFound")) {
                successful(reply);
            }
            pause.again(tries);
        }
        throw new IllegalStateException(id + " did not become " + value);
    }

    private static Map<String, String> request(String action, String... parameters) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("Action", action);
        for (int i = 0; i < parameters.length; i += 2) {
            request.put(parameters[i], parameters[i + 1]);
        }
        return request;
    }

    private Ec2Reply send(Map<String, String> parameters) {
        return ec2.send(Tags.added(parameters, run));
    }

    private static Ec2Reply successful(Ec2Reply reply) {
        if (!reply.succeeded()) {
            throw new IllegalStateException("the network for the replay can't be made: " + reply.body());
        }
        return reply;
    }
}
