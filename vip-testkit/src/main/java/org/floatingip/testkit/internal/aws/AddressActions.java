package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.OptionalInt;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;

/** The actions that a move consists of. They have neither DryRun nor a client token. */
final class AddressActions {

    private final InMemoryVpc network;

    AddressActions(InMemoryVpc network) {
        this.network = network;
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("AssignPrivateIpAddresses", this::assign)
                        .takes(
                                "NetworkInterfaceId",
                                "PrivateIpAddress.N",
                                "SecondaryPrivateIpAddressCount",
                                "AllowReassignment"),
                new Ec2Action("UnassignPrivateIpAddresses", this::unassign)
                        .takes("NetworkInterfaceId", "PrivateIpAddress.N"));
    }

    private void assign(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        List<IpAddress> addresses = request.addresses("PrivateIpAddress");
        OptionalInt count = request.integer("SecondaryPrivateIpAddressCount");
        boolean allowReassignment = request.bool("AllowReassignment", false);
        request.finish();
        if (count.isPresent() && !addresses.isEmpty()) {
            throw Refusals.addressesAndCount();
        }
        List<IpAddress> assigned = count.isPresent()
                ? network.assignAddresses(interfaceId, count.getAsInt())
                : network.assignAddresses(interfaceId, addresses, allowReassignment);
        reply.leaf("networkInterfaceId", interfaceId)
                .items("assignedPrivateIpAddressesSet", assigned, address -> reply.leaf("privateIpAddress", address))
                .items("assignedIpv4PrefixSet", List.of(), ignored -> {})
                .leaf("return", true);
    }

    private void unassign(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        List<IpAddress> addresses = request.addresses("PrivateIpAddress");
        request.finish();
        network.unassignAddresses(interfaceId, addresses);
        reply.leaf("return", true);
    }
}
