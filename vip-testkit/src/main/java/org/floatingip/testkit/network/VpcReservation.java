package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;

/**
 * A snapshot of a subnet CIDR reservation: a range from which EC2 doesn't choose addresses by itself.
 *
 * @param id for example {@code scr-0...}
 * @param subnetId its subnet
 * @param cidr the range
 * @param type {@code explicit} or {@code prefix}
 * @param description free text
 * @param tags its tags
 */
public record VpcReservation(
        String id, String subnetId, CidrBlock cidr, String type, String description, Map<String, String> tags) {

    public VpcReservation {
        tags = Map.copyOf(tags);
    }
}
