package org.floatingip.boot;

import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.TenureState;
import org.jspecify.annotations.Nullable;

/**
 * An event of the application: what has become of addresses that follow leader events. Published when it changes, on the thread of the
 * {@code TaskScheduler} that looked; {@link TenureState#HELD} first. After {@link TenureState#LOST} the application must not act as the
 * leader any more, and the leadership was given up, so that somebody is elected anew.
 *
 * @param addresses those of the handle
 * @param state what was found
 * @param failure why; null where there is nothing to say
 */
public record TenureChanged(
        List<IpAddress> addresses,
        TenureState state,
        @Nullable FloatingIpException failure) {

    public TenureChanged {
        addresses = List.copyOf(addresses);
    }
}
