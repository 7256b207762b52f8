/**
 * The in-memory network for tests. The packages {@code junit}, {@code assertj} and {@code contract} need JUnit and AssertJ, which
 * their users have anyway; the other packages run without them.
 */
module org.floatingip.testkit {
    requires transitive org.floatingip;
    requires java.xml;
    requires org.slf4j;
    requires static transitive org.jspecify;
    // Not transitive, though they show in signatures: the compiler would ask for both wherever the kit is required.
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;

    exports org.floatingip.testkit;
    exports org.floatingip.testkit.assertj;
    exports org.floatingip.testkit.assigner;
    exports org.floatingip.testkit.aws;
    exports org.floatingip.testkit.contract;
    exports org.floatingip.testkit.dns;
    exports org.floatingip.testkit.fault;
    exports org.floatingip.testkit.fence;
    exports org.floatingip.testkit.hosts;
    exports org.floatingip.testkit.junit;
    exports org.floatingip.testkit.network;

    // JUnit calls the tests of the contracts, which are not public.
    opens org.floatingip.testkit.contract to
            org.junit.platform.commons;
}
