package org.floatingip.testkit.contract;

import java.util.Optional;
import org.floatingip.IpAddress;

/** A network in which something hangs on {@link #held()} at the beginning, as an Elastic IP does; on {@link #free()} nothing. */
public interface ReassociationFixture extends AssignerFixture {

    /** The network's id of what hangs on {@link #held()} at the beginning. */
    String dependent();

    /** The address that it really hangs on now, empty for none; not read through the assigner. */
    Optional<IpAddress> dependsOn();

    /** Somebody else puts it to use, behind the assigner's back: it hangs on an address of {@link #other()}'s then. */
    void takeDependent();

    /** Makes the next putting back happen without the assigner learning of it; false if that can't be made. */
    default boolean loseReplyOfReassociate() {
        return false;
    }
}
