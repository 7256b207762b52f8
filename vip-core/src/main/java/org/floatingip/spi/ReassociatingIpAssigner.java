package org.floatingip.spi;

import java.util.List;
import org.floatingip.IpAddress;

/**
 * An assigner that can put back what a handover cuts off, because it hangs on the address and taking the address from its
 * holder cuts it off: in EC2 an Elastic IP. {@link Survey#dependents()} says what that is.
 */
public interface ReassociatingIpAssigner extends ConditionalIpAssigner {

    /**
     * Puts these back onto the address, which the placement holds. Takes one attempt.
     *
     * <p>Nothing is taken from anybody: one of these that somebody else has put to use meanwhile stays there, and so does
     * another one that is on the address by now. What is in place already is left as it is, without an error, so that a call
     * whose reply was lost can be made again.
     *
     * @param placement who holds the address now
     * @param dependents what hung on the address when it was surveyed; at least one
     * @throws org.floatingip.RefusedException if one of these is somewhere else by now, or is gone
     * @throws org.floatingip.UnavailableException without effect, where the network does not see the address on the
     *     placement yet
     * @throws org.floatingip.FloatingIpException if that was refused or failed; its
     *     {@link org.floatingip.FloatingIpException#effect()} says whether the network may have changed all the same
     */
    void reassociate(IpAddress address, Placement placement, List<Dependent> dependents);
}
