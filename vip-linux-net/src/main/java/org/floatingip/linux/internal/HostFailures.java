package org.floatingip.linux.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.PermissionDeniedException;

/** What the script's failures are to a caller: what, why, and what to do next. */
final class HostFailures {

    private HostFailures() {}

    static FloatingIpException of(HostId host, IpAddress address, HostAnswer answer) {
        String text = answer.failureText();
        String failure = String.valueOf(answer.failure());
        return switch (failure) {
            case "ambiguous" ->
                RefusedException.of(
                        RefusalReason.AMBIGUOUS_INTERFACE,
                        "host " + host + " has several interfaces that could take " + address + ": "
                                + String.join(", ", text.split(" ", -1)),
                        "name the interface: interfaceName(..), --interface",
                        null);
            case "not-root" ->
                new PermissionDeniedException(
                        "changing addresses of host " + host + " as user " + text + ", which needs root or sudo", null);
            default -> new HostConfigurationException(host, why(failure, text, address, answer), null);
        };
    }

    private static String why(String failure, String text, IpAddress address, HostAnswer answer) {
        return switch (failure) {
            case "elsewhere" ->
                text + "; have the host drop " + address + ", which takes it away there (vip host drop), or name that"
                        + " interface";
            case "no-own-address" -> text + "; with " + address + " alone the host would send from it";
            case "foreign-file" -> text + "; vip leaves it alone: " + putRight(text);
            case "other-form" -> "it has " + text;
            case "malformed" -> "ifquery does not read its configuration: " + text;
            case "write" -> "could not write the stanza: " + text;
            case "live" -> "ip address failed: " + text;
            case "unseen" -> text + ", since " + whyUnseen(answer) + "; it was taken back";
            case "others-changed" -> text + "; it was taken back";
            case "unmanaged" ->
                "the address can't be persisted: " + whoManages(text, answer.value("interface")) + notHere(text)
                        + ". Use the mode while holding, or persist it there";
            case "several-links", "no-unit", "unread", "no-dispatcher", "logical" ->
                "the address can't be persisted: " + text + ". Use the mode while holding, or persist it by hand";
            case "untold" -> text + "; ask for the same again, or run networkctl reload on the host";
            case "taken-away" -> takenAway(text, answer) + "; use LinuxConfigurator, which works beside it";
            default -> text;
        };
    }

    /** What a tool does that would take away an address which nothing keeps. */
    static String takenAway(String tool, HostAnswer answer) {
        String manager = answer.value("manager");
        String who = whoManages(manager, answer.value("interface"));
        return (tool.equals(manager) ? who + ", which" : who + ", and " + tool)
                + " adds and removes such addresses by itself, from the instance's metadata";
    }

    /** The file that ifupdown begins with; malformed text is an {@link IllegalArgumentException}. */
    static InterfacesFile interfaces(HostAnswer answer) {
        String main = new String(Base64.getDecoder().decode(answer.value("interfaces")), StandardCharsets.ISO_8859_1);
        return InterfacesFile.parse("/etc/network/interfaces", main);
    }

    /** What to do about a file that was edited, or is somebody else's; what it is told of begins with its path. */
    static String putRight(String file) {
        String right = "move it away, or put back what was there";
        // systemd-networkd knows by heart what it has read.
        return file.contains("/systemd/network/") ? right + ", and networkctl reload" : right;
    }

    private static String whyUnseen(HostAnswer answer) {
        try {
            return interfaces(answer).whyUnread(HostDiagnosis.FOLDER);
        } catch (IllegalArgumentException e) {
            return "something in it is not understood: " + e.getMessage();
        }
    }

    /** What there is to say of a manager whose files the address is not kept in. */
    static String notHere(String manager) {
        return canKeep(manager) ? ", not ifupdown; LinuxConfigurator persists it there" : ", not ifupdown";
    }

    /** Whether it is one in whose files an address is kept in both modes. */
    static boolean canKeep(String manager) {
        return Set.of("systemd-networkd", "netplan", "amazon-ec2-net-utils", "NetworkManager")
                .contains(manager);
    }

    static String whoManages(String manager, String interfaceName) {
        return (manager.equals("none") ? "nobody" : manager) + " manages " + interfaceName;
    }

    /** Who manages the interface, and what that means for a live address that nothing keeps. */
    static String manager(String manager, String interfaceName) {
        return whoManages(manager, interfaceName)
                + switch (manager) {
                    case "systemd-networkd", "netplan" ->
                        " (and drops the address when it is restarted or reconfigured)";
                    case "NetworkManager" -> " (and drops the address when it reconnects)";
                    case "ifupdown" -> " (and drops the address at ifdown)";
                    case "ifupdown2", "ifupdown-ng", "busybox" ->
                        " (and drops the address at ifdown, or has it as the first of the interface after ifup)";
                    case "wicked" -> " (and may drop the address when it sets the interface up anew)";
                    default -> "";
                };
    }
}
