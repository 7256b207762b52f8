/** Configures Linux hosts to accept a floating IP, locally or over SSH. */
module org.floatingip.linux {
    requires transitive org.floatingip;
    requires static transitive org.jspecify;

    exports org.floatingip.linux;
    exports org.floatingip.linux.spi;
}
