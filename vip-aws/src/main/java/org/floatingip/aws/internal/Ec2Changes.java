package org.floatingip.aws.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** The calls that change who holds an address, and what their refusals mean. */
final class Ec2Changes {

    private final Ec2Calls calls;
    private final Ec2Holders holders;

    Ec2Changes(Ec2Calls calls, Ec2Holders holders) {
        this.calls = calls;
        this.holders = holders;
    }

    /** Gives the addresses of the transfers, which fit into one call, to their placement. */
    void assign(List<Transfer> transfers) {
        Transfer first = transfers.get(0);
        Placement placement = first.placement();
        boolean unseen = first.seen().isEmpty();
        for (Transfer transfer : transfers) {
            if (!transfer.placement().isSameInterface(placement)
                    || transfer.seen().isEmpty() != unseen) {
                throw new IllegalArgumentException("these don't fit into one call: " + first + ", and " + transfer);
            }
        }
        List<IpAddress> addresses = transfers.stream().map(Transfer::address).toList();
        // Where nobody was seen, EC2 itself shall refuse to displace somebody who came since.
        calls.assign(placement.interfaceId(), addresses, !unseen, thrown -> switch (Ec2Errors.code(thrown)) {
            case "privateipaddresslimitexceeded" ->
                RefusedException.interfaceFull(placement.interfaceId(), "that of its instance type", thrown);
            case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                RefusedException.unknownTarget(placement.host(), Ec2Errors.text(thrown), thrown);
            case "invalidparametervalue" -> refusedAssignment(placement, addresses, Ec2Errors.text(thrown), thrown);
            default -> null;
        });
    }

    private @Nullable FloatingIpException refusedAssignment(
            Placement placement, List<IpAddress> addresses, String text, RuntimeException refusal) {
        String lower = text.toLowerCase(Locale.ROOT);
        String subnet = placement.subnetId() == null ? "its subnet" : placement.subnetId();
        // The text names the addresses that are refused, or the rule alone where it can only be one of one.
        IpAddress address = named(text, addresses);
        if (lower.contains("does not fall within")) {
            return RefusedException.subnetMismatch(
                    address, "another subnet", placement.host(), List.of(subnet), refusal);
        }
        if (lower.contains("reserved range")) {
            return RefusedException.reservedAddress(address, subnet, refusal);
        }
        if (lower.equals("secondary-addresses")) {
            return holders.locate(addresses).entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .filter(holder -> holder.primary() || addresses.size() == 1)
                            .map(holder -> RefusedException.primaryAddress(entry.getKey(), holder, refusal)))
                    .findFirst()
                    .orElse(null);
        }
        return lower.contains("move is not allowed")
                ? new HolderChangedException(address, null, holders.locate(address), refusal)
                : null;
    }

    private static IpAddress named(String text, List<IpAddress> addresses) {
        return addresses.stream()
                .filter(candidate -> mentions(text, candidate))
                .findFirst()
                .orElse(addresses.get(0));
    }

    private static boolean mentions(String text, IpAddress address) {
        return List.of(text.split("[^0-9.]+")).contains(address.toString());
    }

    /** Takes the addresses from that holder, by one call, which EC2 refuses whole where one of them is not there. */
    void release(List<IpAddress> addresses, Holder holder) {
        if (holder.primary()) {
            throw RefusedException.primaryAddress(addresses.get(0), holder, null);
        }
        calls.unassign(holder.interfaceId(), addresses, thrown -> switch (Ec2Errors.code(thrown)) {
            case "invalidnetworkinterfaceid.notfound" -> lost(addresses, holder, thrown);
            case "invalidparametervalue" -> {
                String text = Ec2Errors.text(thrown);
                yield text.contains("primary IP address")
                        ? RefusedException.primaryAddress(named(text, addresses), holder, thrown)
                        : text.contains("not assigned to interface") ? lost(addresses, holder, thrown) : null;
            }
            default -> null;
        });
    }

    /** EC2 does not say which of them: that which the holder is not shown to have, or the first. */
    private HolderChangedException lost(List<IpAddress> addresses, Holder holder, RuntimeException refusal) {
        Map<IpAddress, List<Holder>> now = holders.locate(addresses);
        IpAddress address = addresses.stream()
                .filter(candidate -> holdersOf(candidate, now).stream()
                        .noneMatch(held -> held.interfaceId().equals(holder.interfaceId())))
                .findFirst()
                .orElse(addresses.get(0));
        return new HolderChangedException(address, holder.host(), holdersOf(address, now), refusal);
    }

    private static List<Holder> holdersOf(IpAddress address, Map<IpAddress, List<Holder>> now) {
        return Objects.requireNonNull(now.get(address));
    }

    /** Puts the Elastic IPs back onto the address, which the placement has; each by a call of its own. */
    void putBack(IpAddress address, Placement placement, List<Dependent> elasticIps) {
        checkIsFree(address, elasticIps);
        for (Dependent elasticIp : elasticIps) {
            try {
                new ElasticIpCalls(calls)
                        .associate(
                                elasticIp.id(),
                                placement.interfaceId(),
                                address,
                                false,
                                thrown -> switch (Ec2Errors.code(thrown)) {
                                    // Right after the assignment EC2 may not see the address there yet.
                                    case "invalidparametervalue", "invalidnetworkinterfaceid.notfound" ->
                                        UnavailableException.withoutEffect(
                                                "ec2:AssociateAddress", Ec2Errors.text(thrown), thrown);
                                    default -> null;
                                });
            } catch (RefusedException e) {
                // EC2's documentation calls this idempotent, and does not say whether without reassociation, too.
                if (!Ec2Errors.isAnswer(e, "Resource.AlreadyAssociated") || !isOn(address, placement, elasticIp)) {
                    throw e;
                }
            }
        }
    }

    /**
     * AllowReassociation=false protects the Elastic IP that is moved, not one that is on the address by now: that is disassociated
     * without a word. So look first; between this look and the call nothing protects it.
     */
    private void checkIsFree(IpAddress address, List<Dependent> elasticIps) {
        List<NetworkInterface> owners = holders.owners(address, calls.interfacesWith(List.of(address)));
        for (Dependent there : Ec2Holders.dependents(address, owners)) {
            if (elasticIps.stream().noneMatch(ours -> ours.id().equals(there.id()))) {
                throw RefusedException.of(
                        RefusalReason.REJECTED,
                        "ec2:AssociateAddress was refused: Resource.AlreadyAssociated: " + address + " has " + there
                                + " by now, and another would disassociate that (it was not asked for)",
                        "mend what it names, then try again",
                        null);
            }
        }
    }

    private boolean isOn(IpAddress address, Placement placement, Dependent elasticIp) {
        List<NetworkInterface> owners = holders.owners(address, calls.interfacesWith(List.of(address)));
        return owners.stream().allMatch(owner -> owner.networkInterfaceId().equals(placement.interfaceId()))
                && Ec2Holders.dependents(address, owners).stream()
                        .anyMatch(dependent -> dependent.id().equals(elasticIp.id()));
    }
}
