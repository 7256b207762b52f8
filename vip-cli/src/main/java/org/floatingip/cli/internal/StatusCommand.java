package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip status}. */
@Command(name = "status", description = "Shows who holds each address, as the network sees it now. Changes nothing.")
final class StatusCommand extends Ec2Command {

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "The addresses to look for.")
    List<String> given = new ArrayList<>();

    /** Read here, not by a converter: a list that ends at its first bad element tells nobody what is wrong with it. */
    private List<IpAddress> addresses() {
        try {
            return given.stream().map(IpAddress::of).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    void check() {
        addresses();
    }

    @Override
    int run(Ec2IpAssigner assigner) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        int status = ExitStatus.DONE;
        for (IpAddress address : addresses()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("address", address.toString());
            try {
                List<Holder> holders = floatingIp(address, assigner).holders();
                fields.put("holders", holders.stream().map(Json::holder).toList());
                if (!json()) {
                    out().println(address + "  "
                            + (holders.isEmpty()
                                    ? "held by nobody"
                                    : "held by "
                                            + String.join(
                                                    " and ",
                                                    holders.stream()
                                                            .map(Holder::toString)
                                                            .toList())));
                }
            } catch (FloatingIpException e) {
                // One address that can't be told must not hide the others; the first failure gives the exit status.
                status = status == ExitStatus.DONE ? ExitStatus.of(e) : status;
                fields.put("error", Json.error(e));
                VipCommand.complain(spec.commandLine(), e, output.debug);
            }
            found.add(fields);
        }
        if (json()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("outcome", status == ExitStatus.DONE ? "OK" : "ERROR");
            all.put("addresses", found);
            all.put("exitStatus", status);
            out().println(Json.write(all));
        }
        return status;
    }
}
