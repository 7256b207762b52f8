package org.floatingip.cli.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.IpAddress;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vip dns}: single names in Route 53. */
@Command(
        name = "dns",
        description = "Reads and writes single names in Route 53.",
        subcommands = {DnsCommand.Set.class, DnsCommand.Show.class})
final class DnsCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "set or show? See vip dns --help");
    }

    /** {@code vip dns set}. */
    @Command(
            name = "set",
            description = "Sets the one address of a name, and says what the name had before. Writes nothing if it "
                    + "has that address already. Keeps the TTL of an existing record. Does not overwrite "
                    + "records that can't stand beside an address record, such as a CNAME.")
    static final class Set extends AwsCommand {

        @Mixin
        DnsOptions dns = new DnsOptions();

        @Mixin
        RegisterOptions register = new RegisterOptions();

        @Parameters(index = "0", paramLabel = "NAME", converter = Address.Name.class, description = "The name.")
        @Nullable
        DnsName name;

        @Parameters(
                index = "1",
                paramLabel = "ADDRESS",
                converter = Address.class,
                description = "Its address: A for IPv4, AAAA for IPv6.")
        @Nullable
        IpAddress address;

        @Override
        int work() {
            DnsName owner = VipCommand.given(name);
            IpAddress value = VipCommand.given(address);
            long unsaid = register.ttl == null ? DnsRecord.DEFAULT_TTL_SECONDS : register.ttl;
            List<DnsRecord> records = new ArrayList<>();
            records.add(DnsRecord.address(owner, unsaid, value));
            if (register.ptr) {
                if (owner.isWildcard()) {
                    throw new ParameterException(
                            spec.commandLine(), "--ptr names one host, and " + owner + " stands for many");
                }
                records.add(DnsRecord.ptr(value, unsaid, owner));
            }
            long end = SystemTicker.instance().nanoTime() + output.timeout().toNanos();
            try (Route53DnsRegistrar registrar = dns.registrar(options, output.timeout())) {
                if (register.ttl == null) {
                    // Somebody chose the TTL that is there: giving the name another address is no reason to change it.
                    records.replaceAll(record -> withTtlOf(registrar.lookUp(record.name(), until(end)), record));
                }
                return register.done(this, registrar, registrar.register(records, until(end)));
            }
        }

        private static Duration until(long end) {
            return Duration.ofNanos(Math.max(1, end - SystemTicker.instance().nanoTime()));
        }

        private static DnsRecord withTtlOf(List<DnsRecord> found, DnsRecord wanted) {
            return found.stream()
                    .filter(there -> there.type() == wanted.type())
                    .findFirst()
                    .map(there -> wanted.withTtlSeconds(there.ttlSeconds()))
                    .orElse(wanted);
        }
    }

    /** {@code vip dns show}. */
    @Command(
            name = "show",
            description = "Shows the records of a name in Route 53. Changes nothing, and asks no resolver.")
    static final class Show extends AwsCommand {

        @Mixin
        DnsOptions dns = new DnsOptions();

        @Parameters(index = "0", paramLabel = "NAME", converter = Address.Name.class, description = "The name.")
        @Nullable
        DnsName name;

        @Override
        boolean changes() {
            return false;
        }

        @Override
        int work() {
            DnsName owner = VipCommand.given(name);
            List<DnsRecord> found;
            try (Route53DnsRegistrar registrar = dns.registrar(options, output.timeout())) {
                found = registrar.lookUp(owner, output.timeout());
            }
            if (json()) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                fields.put("outcome", "OK");
                fields.put("name", owner.value());
                fields.put("records", found.stream().map(Json::record).toList());
                out().println(JsonText.of(fields, ExitStatus.DONE));
            } else if (found.isEmpty()) {
                out().println(owner + " has no records");
            } else {
                found.forEach(record -> out().println(record));
            }
            return ExitStatus.DONE;
        }
    }
}
