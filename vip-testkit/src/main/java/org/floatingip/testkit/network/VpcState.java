package org.floatingip.testkit.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.internal.Refusals;

/** The resources of a network, in one place for all rules. Guarded by the lock of its network. */
final class VpcState {

    final Map<String, MutableVpc> vpcs = new LinkedHashMap<>();
    final Map<String, MutableSubnet> subnets = new LinkedHashMap<>();
    final Map<String, MutableInterface> interfaces = new LinkedHashMap<>();
    final Map<String, MutableInstance> instances = new LinkedHashMap<>();
    final Map<String, MutableElasticIp> elasticIps = new LinkedHashMap<>();
    final Map<String, MutableRouteTable> routeTables = new LinkedHashMap<>();
    final Map<String, MutableSecurityGroup> securityGroups = new LinkedHashMap<>();
    final Ticker ticker;
    final VpcHistory history;
    final GeneratedIds ids;

    VpcState(Ticker ticker, long seed) {
        this.ticker = ticker;
        this.history = new VpcHistory(ticker);
        this.ids = new GeneratedIds(seed);
    }

    /** Returns the VPC with the given id; refuses if there is none. */
    MutableVpc vpc(String id) {
        MutableVpc vpc = vpcs.get(id);
        if (vpc == null) {
            throw Refusals.noSuchVpc(id);
        }
        return vpc;
    }

    /** The subnet of that id; refuses if there is none. */
    MutableSubnet subnet(String id) {
        MutableSubnet subnet = subnets.get(id);
        if (subnet == null) {
            throw Refusals.noSuchSubnet(id);
        }
        return subnet;
    }

    /** The interface of that id; refuses if there is none, or it is another account's. */
    MutableInterface networkInterface(String id) {
        MutableInterface eni = interfaces.get(id);
        if (eni == null || !eni.isOurs()) {
            throw Refusals.noSuchInterface(id);
        }
        return eni;
    }

    /** Like that; refuses one that can't have addresses. */
    MutableInterface interfaceForAddresses(String id) {
        MutableInterface eni = networkInterface(id);
        if (eni.type == InterfaceType.EFA_ONLY) {
            throw Refusals.noAddressesForEfaOnly();
        }
        return eni;
    }

    /** The instance of that id; refuses if there is none. */
    MutableInstance instance(String id) {
        MutableInstance instance = instances.get(id);
        if (instance == null) {
            throw Refusals.noSuchInstance(id);
        }
        return instance;
    }

    /** Returns the only interface of an instance; refuses if it has several. */
    MutableInterface onlyInterfaceOf(String instanceId) {
        List<MutableInterface> interfaces =
                List.copyOf(instance(instanceId).interfaces.values());
        if (interfaces.isEmpty()) {
            throw Refusals.terminatedInstance(instanceId);
        }
        if (interfaces.size() > 1) {
            throw Refusals.severalInterfaces(instanceId);
        }
        return interfaces.get(0);
    }

    /** The route table of that id; refuses if there is none. */
    MutableRouteTable routeTable(String id) {
        MutableRouteTable table = routeTables.get(id);
        if (table == null) {
            throw Refusals.noSuchRouteTable(id);
        }
        return table;
    }

    /** The security group of that id; refuses if there is none. */
    MutableSecurityGroup securityGroup(String id) {
        MutableSecurityGroup group = securityGroups.get(id);
        if (group == null) {
            throw Refusals.noSuchGroup(id);
        }
        return group;
    }

    /** The Elastic IP of that allocation; refuses if there is none. */
    MutableElasticIp elasticIp(String allocationId) {
        MutableElasticIp elasticIp = elasticIps.get(allocationId);
        if (elasticIp == null) {
            throw Refusals.noSuchAllocation(allocationId);
        }
        return elasticIp;
    }

    /** The CIDR reservation of that id; refuses if there is none. */
    MutableReservation reservation(String id) {
        return subnets.values().stream()
                .flatMap(subnet -> subnet.reservations.stream())
                .filter(candidate -> candidate.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusals.noSuchReservation(id));
    }

    /** Returns the tags of the resource with the given id; refuses if there is none. */
    TagSet tagsOf(String id) {
        return switch (id.substring(0, id.indexOf('-') + 1)) {
            case "vpc-" -> vpc(id).tags;
            case "subnet-" -> subnet(id).tags;
            case "scr-" -> reservation(id).tags;
            case "rtb-" -> routeTable(id).tags;
            case "sg-" -> securityGroup(id).tags;
            case "eni-" -> networkInterface(id).tags;
            case "i-" -> instance(id).tags;
            case "eipalloc-" -> elasticIp(id).tags;
            default -> throw Refusals.notTaggable(id);
        };
    }

    /** Returns the holders of the address, in any VPC. */
    List<Holder> holders(IpAddress address) {
        return interfaces.values().stream()
                .filter(candidate -> candidate.allAddresses().contains(address))
                .map(candidate -> candidate.asHolderOf(address))
                .toList();
    }
}
