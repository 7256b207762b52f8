package org.floatingip.aws.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** Hosts that are asked without a proxy, as one list names them. */
final class NoProxy {

    private static final Pattern PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:]*):([0-9]{1,5})");

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * One of a list.
     *
     * @param host in small letters, perhaps with wildcards
     * @param port null for any
     * @param below whether the hosts below it are meant, too
     */
    private record Entry(String host, @Nullable Integer port, boolean below) {

        boolean has(String asked, int askedPort) {
            if (port != null && port != askedPort) {
                return false;
            }
            if (host.contains("/")) {
                return inRange(asked);
            }
            if (host.contains("*")) {
                String glob =
                        Arrays.stream(host.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
                return asked.matches(glob);
            }
            return asked.equals(host) || (below && asked.endsWith("." + host) && !isAddress(asked));
        }

        private boolean inRange(String asked) {
            try {
                CidrBlock range = CidrBlock.of(host);
                IpAddress address = IpAddress.of(asked);
                return range.first().isIpv4() == address.isIpv4() && range.contains(address);
            } catch (IllegalArgumentException e) {
                return false; // a name, or no range
            }
        }
    }

    /**
     * That of {@code NO_PROXY}: names, each with the names below it, with or without a dot or {@code *.} before; addresses and
     * ranges of addresses; each perhaps with a port; {@code *} for all. Commas or blanks separate them.
     */
    static NoProxy ofVariable(String value) {
        return new NoProxy(Arrays.stream(value.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .map(NoProxy::entry)
                .toList());
    }

    private static Entry entry(String text) {
        Matcher withPort = PORT.matcher(text);
        boolean port = withPort.matches();
        String host = bare(port ? withPort.group(1) : text).replaceFirst("^\\*?\\.", "");
        return new Entry(host, port ? Integer.valueOf(withPort.group(2)) : null, true);
    }

    /** That of the property {@code http.nonProxyHosts}: names with {@code *}, separated by {@code |}. */
    static NoProxy ofProperty(String value) {
        return new NoProxy(Arrays.stream(value.toLowerCase(Locale.ROOT).split("\\|"))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> new Entry(bare(entry), null, false))
                .toList());
    }

    /** Nobody. */
    static NoProxy none() {
        return new NoProxy(List.of());
    }

    /**
     * Whether it names that host.
     *
     * @param host a name or an address, as in a URL
     */
    boolean has(String host, int port) {
        String asked = bare(host.toLowerCase(Locale.ROOT)).replaceFirst("\\.$", "");
        return entries.stream().anyMatch(entry -> entry.has(asked, port));
    }

    /** Without the brackets of an IPv6 address. */
    static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isAddress(String host) {
        try {
            return !IpAddress.of(host).toString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
