package org.floatingip.boot;

import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.jspecify.annotations.Nullable;

/**
 * An application event: the state of addresses that follow leader events has changed. It is published on the thread of the {@code
 * TaskScheduler} that checks the state. {@link TenureState#HELD} comes first. After {@link TenureState#LOST} the application must
 * not act as the leader any more; the leadership has been given up, so that another leader can be elected.
 *
 * @param addresses the addresses of the floating IP or group
 * @param state the new state
 * @param failure the reason; null if there is none
 */
public record TenureChanged(
        List<IpAddress> addresses,
        TenureState state,
        @Nullable FloatingIpException failure) {

    public TenureChanged {
        addresses = List.copyOf(addresses);
    }
}
