/** Makes Linux hosts accept a floating IP, by commands that it runs itself or through SSH. */
module org.floatingip.linux {
    requires transitive org.floatingip;
    requires static transitive org.jspecify;

    exports org.floatingip.linux;
    exports org.floatingip.linux.spi;
}
