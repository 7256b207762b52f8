package org.floatingip.spi;

import java.util.List;
import org.floatingip.Finding;
import org.floatingip.IpAddress;

/**
 * An assigner that has more to say of an address and its hosts than a survey does: which permissions are proven, how much
 * room an interface has, whether the address is kept from others. For {@link org.floatingip.FloatingIp#doctor(String...)}.
 *
 * <p>Both methods read only, also where the network has a way to try a change: what can be tried without any effect may be
 * tried. Each takes one attempt, as the methods of {@link IpAssigner} do. What can't be read is a finding of
 * {@link org.floatingip.Severity#UNKNOWN}, never an exception, and never left out: a check that sometimes finds something
 * wrong has a finding each time.
 */
public interface DiagnosingIpAssigner extends IpAssigner {

    /**
     * What is to be said of the address, whatever host it goes to.
     *
     * @param survey what was read of it a moment ago, with any of the hosts as the target
     */
    List<Finding> diagnoseAddress(IpAddress address, Survey survey);

    /**
     * What is to be said of one host.
     *
     * @param survey what was read a moment ago with that host as the target
     */
    List<Finding> diagnoseTarget(IpAddress address, Survey survey);
}
