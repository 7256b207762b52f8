package org.floatingip.aws.internal;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;

/**
 * What leads to a private address from outside: an Elastic IP, in a Wavelength Zone a carrier IP, on an Outpost a customer-owned
 * one. Each stands in an element of its own, and none of them has to be there.
 *
 * @param kind for people
 * @param text the address as it stands there; null if the answer does not name it
 */
record PublicAddress(String kind, @Nullable String text) {

    private static final String ELASTIC = "Elastic IP";
    private static final String NOT_NAMED = "that the answer does not name";

    static PublicAddress of(NetworkInterfaceAssociation association) {
        return of(association.publicIp(), association.carrierIp(), association.customerOwnedIp());
    }

    static PublicAddress of(InstanceNetworkInterfaceAssociation association) {
        return of(association.publicIp(), association.carrierIp(), association.customerOwnedIp());
    }

    static PublicAddress of(Address address) {
        return of(address.publicIp(), address.carrierIp(), address.customerOwnedIp());
    }

    private static PublicAddress of(
            @Nullable String publicIp, @Nullable String carrierIp, @Nullable String customerOwnedIp) {
        return Stream.of(
                        new PublicAddress(ELASTIC, publicIp),
                        new PublicAddress("carrier IP", carrierIp),
                        new PublicAddress("customer-owned IP", customerOwnedIp))
                .filter(each -> each.text != null && !each.text.isEmpty())
                .findFirst()
                .orElse(new PublicAddress("public address", null));
    }

    boolean isElasticIp() {
        return kind.equals(ELASTIC);
    }

    /** The address alone, for people. */
    String address() {
        return text == null ? "one " + NOT_NAMED : text;
    }

    /** For people: {@code Elastic IP 203.0.113.7}. */
    @Override
    public String toString() {
        return text == null ? "a " + kind + " " + NOT_NAMED : kind + " " + text;
    }
}
