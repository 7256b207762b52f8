package org.floatingip.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.floatingip.IpAddress;

/** Reads and writes IP literals. Apart from {@link IpAddress} because the text forms are their own subject. */
public final class IpLiterals {

    private static final int GROUPS = 8;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private IpLiterals() {}

    public static byte[] parse(String text) {
        if (text.isEmpty()) {
            throw notAnAddress(text, "it is empty");
        }
        if (!text.equals(text.strip())) {
            throw notAnAddress(text, "it has white space around it");
        }
        if (text.indexOf(':') >= 0) {
            return parseIpv6(text);
        }
        return parseIpv4(text, text);
    }

    private static byte[] parseIpv4(String part, String whole) {
        String[] octets = part.split("\\.", -1);
        for (String octet : octets) {
            if (octet.isEmpty() || !hasDigitsAlone(octet)) {
                throw notAnAddress(
                        whole, "an IPv4 address is four decimal numbers with dots; names are never looked up");
            }
        }
        if (octets.length != 4) {
            throw notAnAddress(whole, "an IPv4 address has four parts, this has " + octets.length);
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (octets[i].length() > 1 && octets[i].charAt(0) == '0') {
                throw notAnAddress(
                        whole, "\"" + octets[i] + "\" has a leading zero, which some programs read as octal");
            }
            if (octets[i].length() > 3 || Integer.parseInt(octets[i]) > 255) {
                throw notAnAddress(whole, "\"" + octets[i] + "\" is above 255");
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return bytes;
    }

    private static byte[] parseIpv6(String text) {
        if (text.indexOf('%') >= 0) {
            throw notAnAddress(text, "it has a zone (%...), which means something on one host only");
        }
        if (text.startsWith("[")) {
            throw notAnAddress(text, "it has brackets, which belong to URLs");
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw notAnAddress(text, "\"::\" stands in it twice");
        }
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), text, gap < 0);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), text, true);
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            throw notAnAddress(text, "an IPv6 address has eight groups, or fewer and one \"::\"");
        }
        List<Integer> all = new ArrayList<>(head);
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(tail);
        byte[] bytes = new byte[16];
        for (int i = 0; i < GROUPS; i++) {
            bytes[2 * i] = (byte) (all.get(i) >> 8);
            bytes[2 * i + 1] = (byte) (int) all.get(i);
        }
        return refuseMapped(bytes, () -> text);
    }

    /** The JDK turns these bytes into the IPv4 address, so they would be two addresses at once. */
    public static byte[] refuseMapped(byte[] bytes, Supplier<String> text) {
        if (bytes.length == 16 && Arrays.equals(bytes, 0, 12, MAPPED, 0, 12)) {
            throw notAnAddress(text.get(), "it is an IPv4-mapped IPv6 address (::ffff:0:0/96): write it as IPv4");
        }
        return bytes;
    }

    private static List<Integer> groups(String part, String whole, boolean mayEndInIpv4) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] words = part.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (mayEndInIpv4 && i == words.length - 1 && word.indexOf('.') >= 0) {
                byte[] four = parseIpv4(word, whole);
                groups.add((four[0] & 0xff) << 8 | (four[1] & 0xff));
                groups.add((four[2] & 0xff) << 8 | (four[3] & 0xff));
            } else if (word.isEmpty() || word.length() > 4 || !word.chars().allMatch(IpLiterals::isHexDigit)) {
                throw notAnAddress(whole, "\"" + word + "\" is not a group of one to four hexadecimal digits");
            } else {
                groups.add(Integer.parseInt(word, 16));
            }
        }
        return groups;
    }

    private static boolean hasDigitsAlone(String octet) {
        for (int i = 0; i < octet.length(); i++) {
            if (octet.charAt(i) < '0' || octet.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    // Character.digit would take the digits of other scripts too.
    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static IllegalArgumentException notAnAddress(String text, String why) {
        return new IllegalArgumentException("not an IP address: \"" + text + "\": " + why);
    }

    public static String format(byte[] bytes) {
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        // RFC 5952: the longest run of two or more zero groups, the first of equals.
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
