/**
 * The API, the engine behind it, and what others implement. Packages named {@code internal} are exported to nobody.
 *
 * <p>It needs no service of anybody: who takes part in a move is said where the {@link org.floatingip.FloatingIp} is built. SLF4J
 * looks for its own provider.
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
