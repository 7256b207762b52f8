/**
 * The network in memory. JUnit and AssertJ are needed by those who use the packages {@code junit}, {@code assertj} and
 * {@code contract}, and have them anyway; without them the rest runs.
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
