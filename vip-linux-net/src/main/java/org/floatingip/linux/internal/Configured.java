package org.floatingip.linux.internal;

import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else configured on a host that gives it an address, whoever holds that: when, and how it is taken out.
 *
 * @param by whose configuration it is: ifupdown, networkd, netplan, or NetworkManager's profile, or what it has applied beyond that
 * @param on the stanza or the interface that it is of
 * @param file where it stands; of a profile its UUID
 * @param option what it is of there: an address, or a command
 */
record Configured(String by, String on, String file, String option, String value) {

    private static final String THEN =
            "; then have the holder accept the address, and the others drop it: vip host accept, vip host drop";

    /** Reads a line of the script's; null if it is none. */
    static @Nullable Configured read(String line) {
        String[] words = line.split(" ", 5);
        return words.length < 5 ? null : new Configured(words[0], words[1], words[2], words[3], words[4]);
    }

    /** Whether it is that address, in whatever spelling; a command has it as it is. */
    boolean gives(IpAddress address) {
        if (!option.equals("address:")) {
            return true;
        }
        try {
            return IpAddress.of(value.split("/", 2)[0]).equals(address);
        } catch (IllegalArgumentException e) {
            return false; // a name, which ifupdown looks up
        }
    }

    /** Where it stands, and when it gives the host the address. */
    String words() {
        return switch (by) {
                    case "ifupdown" -> "stanza " + on + " in " + file + " gives the host the address at each ifup";
                    case "netplan" ->
                        file + " gives the host the address at each netplan apply and each time that its interface is"
                                + " configured";
                    case "profile" ->
                        "NetworkManager's profile " + file + " gives the host the address each time that it connects "
                                + on;
                    case "applied" ->
                        "NetworkManager has the address applied to " + on + ", beyond its profile, and gives it to the"
                                + " host at each reapply";
                    default ->
                        file + " gives the host the address each time that systemd-networkd configures its interface";
                }
                + ", whoever holds it (" + option + " " + value + ")";
    }

    /** How it is taken out, and what to do then. */
    String remedy() {
        return switch (by) {
                    case "ifupdown" -> "take that stanza out, with its auto line, or that line of it";
                    case "netplan" ->
                        "take that address out of " + file + ", and netplan apply"
                                + (file.contains("cloud-init")
                                        ? "; keep cloud-init from writing it again: network: {config: disabled} in a file of"
                                                + " /etc/cloud/cloud.cfg.d"
                                        : "");
                    case "profile" ->
                        "nmcli connection modify " + file + " -" + property() + " " + value
                                + ", and nmcli device reapply " + on;
                    case "applied" -> "nmcli device modify " + on + " -" + property() + " " + value;
                    default -> "take that address out of " + file + ", and networkctl reload";
                }
                + THEN;
    }

    private String property() {
        return value.contains(":") ? "ipv6.addresses" : "ipv4.addresses";
    }
}
