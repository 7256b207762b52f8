package org.floatingip.aws.internal;

import java.net.InetAddress;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.aws.IamWay;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * By which ways an address can float and a host can have one, and why not by the others: what follows from what was read anyway.
 * Asks nobody; what only another reading would show is said as a condition. Advice: no way is ever taken for another.
 */
final class Ways {

    private static final CidrBlock SHARED = CidrBlock.of("100.64.0.0/10");

    private static final String BY_ROUTE = "an overlay route (RouteIpAssigner, --by route)";
    private static final String BY_ELASTIC_IP = "an Elastic IP (ElasticIpAssigner, --by elastic-ip)";
    private static final String BY_IPV6 = "Ec2Ipv6Assigner, for which the command takes any IPv6 address";

    private Ways() {}

    // ---- the doctor

    /**
     * Of an address that a host could take by that way, so that this one is possible.
     *
     * @param subnetId where the address is, by a way that does not leave its subnet
     */
    static Finding ofAddress(IamWay asked, IpAddress address, @Nullable String subnetId) {
        return Finding.ok(
                Checks.WAYS,
                address.toString(),
                switch (asked) {
                    case SECONDARY_IP ->
                        "by secondary-ip within " + subnetId
                                + "; not by route, which never leads an address of the VPC's own"
                                + " ranges elsewhere; not by elastic-ip, as it is an address of a subnet";
                    case ROUTE ->
                        "by route, across subnets and zones; not by secondary-ip, as no subnet of the VPC has it; "
                                + (isPrivate(address)
                                        ? "not by elastic-ip, as it is a private address"
                                        : "by elastic-ip only if it is an Elastic IP of the account");
                    case ELASTIC_IP ->
                        "by elastic-ip, across subnets and zones; not by secondary-ip, as a subnet gives out private addresses;"
                                + " not by route, which nobody follows from the internet";
                    case IPV6 ->
                        "by ipv6 within " + subnetId + "; not by secondary-ip, route or elastic-ip, which are for IPv4";
                });
    }

    /** What an interface of a host could take, whatever the address. */
    static Finding ofHost(String subject, NetworkInterface eni) {
        Candidate there = Candidate.of(eni);
        String zone = eni.availabilityZone();
        boolean ipv6 = there.own().stream().anyMatch(own -> own.address().isIpv6());
        return Finding.ok(
                Checks.WAYS,
                subject,
                "by secondary-ip" + (ipv6 ? " and ipv6" : "") + " within " + there.subnetId()
                        + (zone == null || zone.isEmpty() ? "" : " (" + zone + ")")
                        + (ipv6 ? "" : ", by ipv6 if that has a range of it")
                        + (Boolean.TRUE.equals(there.sourceDestCheck())
                                ? "; not by route while " + there.interfaceId() + " checks source and destination"
                                : "; by route")
                        + there.own().stream()
                                .filter(own -> own.primary() && own.address().isIpv4())
                                .findFirst()
                                .map(Ways::byElasticIp)
                                .orElse(""));
    }

    private static String byElasticIp(OwnAddress primary) {
        return "; by elastic-ip on " + primary.address()
                + (primary.publicIp() == null
                        ? ""
                        : primary.automatic()
                                ? ", in place of the automatic "
                                        + primary.publicIp().address()
                                : ", where " + primary.publicIp().address() + " is, and no other one while it is");
    }

    // ---- refusals

    /** For an IPv4 address that has to leave its subnet, which a secondary one can't. */
    static RefusedException acrossSubnets(RefusedException refused) {
        return advised(
                refused,
                "or take another address, which floats across subnets: one outside all ranges of the VPC by " + BY_ROUTE
                        + ", a public one as " + BY_ELASTIC_IP);
    }

    /** For an IPv6 address that has to leave its subnet. */
    static RefusedException acrossSubnetsByIpv6(RefusedException refused) {
        return advised(refused, "no IPv6 address floats across subnets, by any way");
    }

    /** For an IPv4 address that is in none of the subnets. */
    static RefusedException outsideSubnets(IpAddress address, RefusedException refused) {
        return advised(
                refused,
                (isPrivate(address) ? "" : "if it is one of the account, it floats as " + BY_ELASTIC_IP + "; ")
                        + "if it is outside all ranges of the VPC, it can float by " + BY_ROUTE);
    }

    /** For what is none of the account's Elastic IPs. */
    static RefusedException notElastic(IpAddress address, RefusedException refused) {
        return isPrivate(address)
                ? advised(
                        refused,
                        "a private address is never an Elastic IP: one of a subnet floats as a secondary address"
                                + " (Ec2IpAssigner, --by secondary-ip), one outside all ranges of the VPC by "
                                + BY_ROUTE)
                : refused;
    }

    /**
     * Refuses an IPv6 address, for a way that moves IPv4 addresses alone.
     *
     * @param moves who moves what
     */
    static void checkIpv4(IpAddress address, String moves) {
        if (!address.isIpv4()) {
            throw advised(
                    RefusedException.unsupportedAddress(address, moves + ", and this is an IPv6 address", null),
                    "or move it by " + BY_IPV6);
        }
    }

    private static RefusedException advised(RefusedException refused, String advice) {
        return RefusedException.of(
                refused.reason(), refused.what(), refused.remedy() + "; " + advice, refused.getCause());
    }

    /** Whether it can be no public one: private, shared or link-local addresses. */
    private static boolean isPrivate(IpAddress address) {
        InetAddress inet = address.toInetAddress();
        return inet.isSiteLocalAddress()
                || inet.isLinkLocalAddress()
                || inet.isLoopbackAddress()
                || (address.isIpv4() && SHARED.contains(address));
    }
}
