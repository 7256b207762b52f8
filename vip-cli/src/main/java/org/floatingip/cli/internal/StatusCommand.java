package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.spi.IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vip status}. */
@Command(name = "status", description = "Shows who holds each address, as the network sees it now. Changes nothing.")
final class StatusCommand extends Ec2Command {

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "The addresses to look for.")
    List<String> given = new ArrayList<>();

    private List<IpAddress> addresses = List.of();

    @Override
    void check() {
        addresses = Address.all(given, this);
    }

    @Override
    List<IpAddress> addresses() {
        return addresses;
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    int run(IpAssigner assigner) {
        Map<IpAddress, List<Holder>> holders = allAtOnce(assigner);
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        int status = ExitStatus.DONE;
        for (IpAddress address : addresses) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("address", address.toString());
            try {
                List<Holder> known = holders.get(address);
                say(address, known != null ? known : alone(address, assigner), fields);
            } catch (FloatingIpException e) {
                // One address that can't be told must not hide the others; the first failure gives the exit status.
                status = status == ExitStatus.DONE ? ExitStatus.of(e) : status;
                fields.put("error", JsonError.of(e));
                VipCommand.complain(spec.commandLine(), e, output.debug);
            }
            found.add(fields);
        }
        if (json()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("outcome", status == ExitStatus.DONE ? "OK" : "ERROR");
            all.put("addresses", found);
            out().println(JsonText.of(all, status));
        }
        return status;
    }

    private void say(IpAddress address, List<Holder> holders, Map<String, @Nullable Object> fields) {
        fields.put("holders", holders.stream().map(Json::holder).toList());
        if (!json()) {
            String words = holders.isEmpty()
                    ? "nobody"
                    : String.join(
                            " and ", holders.stream().map(Holder::toString).toList());
            out().println(address + "  held by " + words);
        }
    }

    /** One reading for all of them; empty where one is refused, for then each has to be asked for alone. */
    private Map<IpAddress, List<Holder>> allAtOnce(IpAssigner assigner) {
        if (addresses.size() == 1) {
            return Map.of();
        }
        try {
            return group(addresses, assigner).build().holders();
        } catch (RefusedException e) {
            return Map.of();
        }
    }

    private List<Holder> alone(IpAddress address, IpAssigner assigner) {
        return VipCommand.given(
                group(List.of(address), assigner).build().holders().get(address));
    }
}
