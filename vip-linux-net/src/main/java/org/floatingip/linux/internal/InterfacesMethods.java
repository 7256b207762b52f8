package org.floatingip.linux.internal;

import java.util.Map;
import java.util.Set;

/** The families and methods of ifupdown 0.8.41, as its ifquery knows them. */
final class InterfacesMethods {

    private static final Map<String, Set<String>> METHODS = Map.of(
            "inet",
            Set.of("loopback", "static", "manual", "dhcp", "bootp", "tunnel", "ppp", "wvdial", "ipv4ll"),
            "inet6",
            Set.of("loopback", "static", "manual", "dhcp", "tunnel", "auto", "v4tunnel", "6to4"),
            "can",
            Set.of("static"),
            "ipx",
            Set.of("static", "dynamic"));

    private InterfacesMethods() {}

    static boolean isFamily(String word) {
        return METHODS.containsKey(word);
    }

    static boolean isMethod(String family, String word) {
        return METHODS.getOrDefault(family, Set.of()).contains(word);
    }
}
