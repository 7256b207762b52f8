/**
 * The API, the engine behind it, and the interfaces for implementers. Packages named {@code internal} are not exported.
 *
 * <p>The module uses no services: you pass implementations to the builder of {@link org.floatingip.FloatingIp}. SLF4J looks for its
 * own provider.
 */
module org.floatingip {
    requires org.slf4j;
    // Only for org.floatingip.fence.JdbcEpochLedger: whoever has a DataSource has it.
    requires static transitive java.sql;
    requires static transitive org.jspecify;

    exports org.floatingip;
    exports org.floatingip.dns;
    exports org.floatingip.doctor;
    exports org.floatingip.event;
    exports org.floatingip.failure;
    exports org.floatingip.fence;
    exports org.floatingip.spi;
}
