package org.floatingip.lab.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.w3c.dom.Element;

/**
 * Deletes what has the tag of this program, and nothing else: each resource is deleted only if the description of that very resource
 * shows the tag, whatever the service makes of the filter.
 */
final class Sweep {

    private static final int PATIENCE = 150;
    private static final Set<String> NOT_YET = Set.of(
            "DependencyViolation", "InvalidParameterValue", "InvalidNetworkInterface.InUse", "InvalidIPAddress.InUse");

    private final Ec2Requests ec2;
    private final Pause pause;
    private final String value;

    /** @param value that the tag has to have; empty for any */
    Sweep(Ec2Requests ec2, Pause pause, String value) {
        this.ec2 = ec2;
        this.pause = pause;
        this.value = value;
    }

    /** What there is, as text; without instances that are terminated, which EC2 shows for another hour. */
    List<String> found() {
        List<String> found = new ArrayList<>();
        instances().forEach(one -> found.add("instance " + Xml.text(one, "instanceId")));
        addresses().forEach(one -> found.add("Elastic IP " + Xml.text(one, "allocationId")));
        interfaces().forEach(one -> found.add("interface " + Xml.text(one, "networkInterfaceId")));
        subnets().forEach(one -> found.add("subnet " + Xml.text(one, "subnetId")));
        tables().forEach(one -> found.add("route table " + Xml.text(one, "routeTableId")));
        groups().forEach(one -> found.add("security group " + Xml.text(one, "groupId")));
        gateways().forEach(one -> found.add("internet gateway " + Xml.text(one, "internetGatewayId")));
        vpcs().forEach(one -> found.add("VPC " + Xml.text(one, "vpcId")));
        return found;
    }

    /** Deletes it all, and waits until it is gone. */
    void run() {
        List<Element> instances = instances();
        if (!instances.isEmpty()) {
            Map<String, String> terminate = new LinkedHashMap<>();
            terminate.put("Action", "TerminateInstances");
            for (int i = 0; i < instances.size(); i++) {
                terminate.put("InstanceId." + (i + 1), Xml.text(instances.get(i), "instanceId"));
            }
            send(terminate);
            for (int tries = 0; tries < PATIENCE && !instances().isEmpty(); tries++) {
                pause.again(tries);
            }
        }
        for (Element one : addresses()) {
            String association = Xml.text(one, "associationId");
            if (!association.isEmpty()) {
                delete("DisassociateAddress", "AssociationId", association);
            }
            delete("ReleaseAddress", "AllocationId", Xml.text(one, "allocationId"));
        }
        delete("DeleteNetworkInterface", "NetworkInterfaceId", interfaces(), "networkInterfaceId");
        delete("DeleteSubnet", "SubnetId", subnets(), "subnetId");
        delete("DeleteRouteTable", "RouteTableId", tables(), "routeTableId"); // no subnet is associated any more
        delete("DeleteSecurityGroup", "GroupId", groups(), "groupId");
        for (Element gateway : gateways()) {
            String id = Xml.text(gateway, "internetGatewayId");
            for (Element attachment : Xml.all(gateway, "vpcId")) {
                untilDone(Map.of(
                        "Action",
                        "DetachInternetGateway",
                        "InternetGatewayId",
                        id,
                        "VpcId",
                        attachment.getTextContent()));
            }
            delete("DeleteInternetGateway", "InternetGatewayId", id);
        }
        delete("DeleteVpc", "VpcId", vpcs(), "vpcId");
    }

    private void delete(String action, String parameter, List<Element> resources, String id) {
        resources.forEach(one -> delete(action, parameter, Xml.text(one, id)));
    }

    private void delete(String action, String parameter, String id) {
        untilDone(Map.of("Action", action, parameter, id));
    }

    /** The service lags behind itself: what still hangs on another thing is asked for again, what is gone is done. */
    private void untilDone(Map<String, String> parameters) {
        Ec2Reply reply = send(parameters);
        for (int tries = 0; tries < PATIENCE && NOT_YET.contains(reply.code()); tries++) {
            pause.again(tries);
            reply = send(parameters);
        }
        if (!reply.succeeded() && !reply.code().endsWith(".NotFound")) {
            throw new IllegalStateException(parameters + " was refused: " + reply.body());
        }
    }

    private List<Element> instances() {
        return tagged(
                        "DescribeInstances",
                        root -> Xml.all(root, "instancesSet").stream()
                                .flatMap(set -> Xml.children(set).stream())
                                .toList())
                .stream()
                .filter(one -> !Xml.text(one, "instanceState/name").equals("terminated"))
                .toList();
    }

    private List<Element> addresses() {
        return tagged("DescribeAddresses", items("addressesSet"));
    }

    private List<Element> interfaces() {
        return tagged("DescribeNetworkInterfaces", items("networkInterfaceSet"));
    }

    private List<Element> subnets() {
        return tagged("DescribeSubnets", items("subnetSet"));
    }

    private List<Element> tables() {
        return tagged("DescribeRouteTables", items("routeTableSet"));
    }

    private List<Element> groups() {
        return tagged("DescribeSecurityGroups", items("securityGroupInfo"));
    }

    private List<Element> gateways() {
        return tagged("DescribeInternetGateways", items("internetGatewaySet"));
    }

    private List<Element> vpcs() {
        return tagged("DescribeVpcs", items("vpcSet"));
    }

    private static Function<Element, List<Element>> items(String set) {
        return root -> Xml.children(root).stream()
                .filter(child -> child.getTagName().equals(set))
                .flatMap(found -> Xml.children(found).stream())
                .toList();
    }

    private List<Element> tagged(String action, Function<Element, List<Element>> items) {
        List<Element> all = new ArrayList<>();
        String token = "";
        do {
            Map<String, String> request = new LinkedHashMap<>();
            request.put("Action", action);
            request.put("Filter.1.Name", "tag-key");
            request.put("Filter.1.Value.1", Tags.KEY);
            if (!token.isEmpty()) {
                request.put("NextToken", token);
            }
            Ec2Reply reply = send(request);
            if (reply.code().equals("UnsupportedOperation")) {
                return all; // an in-memory AWS that has no such thing
            }
            if (!reply.succeeded()) {
                throw new IllegalStateException(action + " was refused: " + reply.body());
            }
            items.apply(reply.xml()).stream()
                    .filter(one -> Tags.isOn(one, value))
                    .forEach(all::add);
            token = Xml.text(reply.xml(), "nextToken");
        } while (!token.isEmpty());
        return all;
    }

    private Ec2Reply send(Map<String, String> parameters) {
        return ec2.send(parameters);
    }
}
