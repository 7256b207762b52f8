package org.floatingip.linux.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.linux.HostMode;
import org.jspecify.annotations.Nullable;

/** What a host is asked to do: our fixed script, and the parameters that it is called with. */
public final class HostRequest {

    /** The last one calls the others. */
    private static final String SCRIPT = Stream.of(
                    "managers.sh", "files.sh", "ifupdown.sh", "networkd.sh", "networkmanager.sh", "host.sh")
            .map(HostRequest::load)
            .collect(Collectors.joining("\n"));

    /**
     * What the shell is to do with what comes on its standard input: to run all of it or nothing. It may lack its head, which
     * start-up files of a login shell have read, and its tail, where the way there broke; a shell that reads its commands from
     * there would run what is left, from the middle of a word on. No quote, backslash, exclamation mark or end of line is in it,
     * for the sake of login shells that are not of POSIX.
     */
    private static final String IF_WHOLE = "script=$(cat); [ ${#script} -eq \"$1\" ] || { echo \"" + HostAnswer.TAG
            + "eaten ${#script} of $1\"; exit 1; }; eval \"$script\"";

    /** What it says where it did nothing: how much came, and of how much. */
    static final Pattern EATEN = Pattern.compile(HostAnswer.TAG + "eaten (\\d+) of (\\d+)");

    /** What to do. */
    public enum Operation {
        INSPECT("inspect"),
        DIAGNOSE("diagnose"),
        ACCEPT("accept"),
        DROP("drop");

        private final String word;

        Operation(String word) {
            this.word = word;
        }
    }

    /** Whose files the address may be kept in: those of ifupdown alone, or those of whoever manages the interface. */
    public enum Keepers {
        IFUPDOWN("ifupdown"),
        ALL("all");

        private final String word;

        Keepers(String word) {
            this.word = word;
        }
    }

    private final List<String> parameters;
    private final List<String> addresses;

    /**
     * A request; its strings are checked here, whoever made them.
     *
     * @param addresses one or more
     * @param interfaceName the interface to use, or null to find it
     * @param macAddress the MAC address to find it by, or null for the subnet
     * @param lease for how long to accept, in whole seconds, or null for without an end
     */
    public HostRequest(
            Operation operation,
            List<IpAddress> addresses,
            @Nullable String interfaceName,
            @Nullable String macAddress,
            HostMode mode,
            boolean announce,
            Keepers keepers,
            @Nullable Duration lease) {
        this.parameters = List.of(
                operation.word,
                interfaceName == null ? "" : Names.interfaceName(interfaceName),
                macAddress == null ? "" : Names.macAddress(macAddress),
                mode == HostMode.ALWAYS ? "always" : "while-holding",
                announce ? "yes" : "no",
                keepers.word,
                lease == null ? "" : Long.toString(lease.toSeconds()));
        this.addresses = addresses.stream()
                .flatMap(address -> Stream.of(
                        address.isIpv4() ? "inet" : "inet6",
                        address.toString(),
                        address.isIpv4() ? "32" : "128",
                        Names.file(address)))
                .toList();
    }

    /** The program, with its arguments, that reads that script and runs it. */
    public static List<String> shell(String script) {
        return List.of(
                "sh",
                "-c",
                IF_WHOLE,
                "vip",
                Integer.toString(script.stripTrailing().length()));
    }

    /**
     * The program that {@link #shell} reads, in ASCII.
     *
     * @param patience how long it may wait for others who work on the host: a change that nobody waits for any more must
     *     not come later, when the address may be wanted elsewhere
     */
    public String script(Duration patience) {
        List<String> all = new ArrayList<>(parameters);
        all.add(BigDecimal.valueOf(patience.toMillis(), 3).toPlainString());
        all.addAll(addresses);
        String words = all.stream().map(Quoting::quote).collect(Collectors.joining(" "));
        return "set -- " + words + "\n" + SCRIPT;
    }

    private static String load(String name) {
        try (InputStream in = Objects.requireNonNull(HostRequest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
