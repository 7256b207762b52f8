/**
 * Contracts of vip's SPIs, as tests for every implementation. Extend the abstract class, implement its fixture, and run it. This
 * project's in-memory and real implementations pass the same tests. Needs JUnit Jupiter and AssertJ.
 *
 * <p>{@link org.floatingip.testkit.contract.IpAssignerContract} is for assigners, with an {@link
 * org.floatingip.testkit.contract.AssignerFixture}; {@link org.floatingip.testkit.contract.HostNetworkConfiguratorContract} for
 * configurators of hosts; {@link org.floatingip.testkit.contract.DnsRegistrarContract} for registrars; and {@link
 * org.floatingip.testkit.contract.EpochLedgerContract} for ledgers of epochs. Tests of abilities that an implementation doesn't
 * promise are reported as skipped.
 */
@NullMarked
package org.floatingip.testkit.contract;

import org.jspecify.annotations.NullMarked;
