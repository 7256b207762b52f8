/**
 * What every implementation of vip's SPIs does, as tests: extend the abstract class, say how a world is made, run it. The
 * in-memory and the real implementations of this project pass the same ones. Needs JUnit Jupiter and AssertJ.
 *
 * <p>A contract per interface: {@link org.floatingip.testkit.contract.IpAssignerContract} for every assigner, one more for
 * each optional ability it has, all on the same {@link org.floatingip.testkit.contract.AssignerFixture}; and one each for
 * registrars and for hosts.
 */
@NullMarked
package org.floatingip.testkit.contract;

import org.jspecify.annotations.NullMarked;
