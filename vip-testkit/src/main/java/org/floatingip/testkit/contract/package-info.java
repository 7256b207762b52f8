/**
 * What every implementation of vip's SPIs does, as tests: extend the abstract class, say how a world is made, run it. The
 * in-memory and the real implementations of this project pass the same ones. Needs JUnit Jupiter and AssertJ.
 *
 * <p>A contract per interface: {@link org.floatingip.testkit.contract.IpAssignerContract} for assigners, on an
 * {@link org.floatingip.testkit.contract.AssignerFixture};
 * {@link org.floatingip.testkit.contract.HostNetworkConfiguratorContract} for hosts, and
 * {@link org.floatingip.testkit.contract.DnsRegistrarContract} for registrars. What an implementation does not promise is
 * skipped, and said.
 */
@NullMarked
package org.floatingip.testkit.contract;

import org.jspecify.annotations.NullMarked;
