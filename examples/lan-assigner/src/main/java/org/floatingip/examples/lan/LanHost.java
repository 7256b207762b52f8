package org.floatingip.examples.lan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** One host of the LAN, and the commands that are run there. Each is an argument vector, without a shell. */
final class LanHost {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern ADDRESS = Pattern.compile("(?m)^\\d+: +(\\S+) +inet (\\S+)/(\\d+) ");
    private static final Pattern MAC = Pattern.compile("link/ether ([0-9a-f:]{17})");

    /** The interface that has an address. The address is the host's own if it is configured with a prefix, as 10.0.1.10/24 is. */
    record Place(String interfaceName, boolean own) {}

    final HostId id;
    final String interfaceName;
    private final CommandRunner runner;

    LanHost(HostId id, String interfaceName, CommandRunner runner) {
        this.id = id;
        this.interfaceName = interfaceName;
        this.runner = runner;
    }

    /** Returns where the host has the address; empty if it answers and doesn't have it. */
    Optional<Place> find(IpAddress address) throws CommandFailedException {
        String printed = succeed("ip", "-4", "-o", "address", "show", "to", address + "/32");
        Matcher line = ADDRESS.matcher(printed);
        while (line.find()) {
            if (line.group(2).equals(address.toString())) {
                return Optional.of(new Place(line.group(1), !line.group(3).equals("32")));
            }
        }
        return Optional.empty();
    }

    /** Returns the MAC address of its interface. */
    Optional<String> macAddress() throws CommandFailedException {
        Matcher mac = MAC.matcher(succeed("ip", "-o", "link", "show", "dev", interfaceName));
        return mac.find() ? Optional.of(mac.group(1)) : Optional.empty();
    }

    /** Claims the address, and tells the neighbours. This is the flip. */
    void claim(IpAddress address) throws CommandFailedException {
        succeed("ip", "address", "replace", address + "/32", "dev", interfaceName);
        succeed("arping", "-q", "-U", "-c", "1", "-w", "1", "-I", interfaceName, address.toString());
    }

    /** Drops the address; returns false if the host did not have it. */
    boolean drop(IpAddress address, String fromInterface) throws CommandFailedException {
        CommandResult result = run("ip", "address", "del", address + "/32", "dev", fromInterface);
        if (result.status() != 0 && !result.err().contains("Cannot assign requested address")) {
            throw failed(List.of("ip", "address", "del"), result);
        }
        return result.status() == 0;
    }

    /** Returns whether another host answers for the address, as seen from this one by duplicate address detection. */
    boolean hearsAnother(IpAddress address) throws CommandFailedException {
        CommandResult result = run("arping", "-q", "-D", "-c", "2", "-w", "2", "-I", interfaceName, address.toString());
        if (result.status() > 1) {
            throw failed(List.of("arping", "-D"), result);
        }
        return result.status() == 1;
    }

    private String succeed(String... arguments) throws CommandFailedException {
        CommandResult result = run(arguments);
        if (result.status() != 0) {
            throw failed(List.of(arguments), result);
        }
        return result.out();
    }

    private CommandResult run(String... arguments) throws CommandFailedException {
        return runner.run(Command.of(List.of(arguments), "", TIMEOUT));
    }

    private CommandFailedException failed(List<String> arguments, CommandResult result) {
        return new CommandFailedException(
                CommandFailedException.Reason.NOT_RUN,
                String.join(" ", arguments) + " on " + id + " ended with " + result.status() + ": "
                        + result.err().strip(),
                null);
    }
}
