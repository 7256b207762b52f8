package org.floatingip.cli.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Reads the typed arguments of the command line, with the library's own messages. */
final class Address implements ITypeConverter<IpAddress> {

    @Override
    public IpAddress convert(String value) {
        try {
            return IpAddress.of(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Reads a DNS name. */
    static final class Name implements ITypeConverter<DnsName> {

        @Override
        public DnsName convert(String value) {
            try {
                return DnsName.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a host id. */
    static final class Host implements ITypeConverter<HostId> {

        @Override
        public HostId convert(String value) {
            try {
                return instanceOrInterface(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Several addresses, each once. Read by hand: a list that ends at its first bad element tells nobody what is wrong with it. */
    static List<IpAddress> all(List<String> words, ReportingCommand command) {
        try {
            Set<IpAddress> all = new LinkedHashSet<>();
            for (String word : words) {
                if (!all.add(IpAddress.of(word))) {
                    throw new IllegalArgumentException(word + " is twice in the group");
                }
            }
            return List.copyOf(all);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The host to move addresses to. If the last word is an address, the target was most likely forgotten. */
    static HostId target(String word, ReportingCommand command) {
        return host(word, "TARGET is the host to move the addresses to", command);
    }

    /** @param who what that word of the command line is */
    static HostId host(String word, String who, ReportingCommand command) {
        if (isOne(word)) {
            throw command.usage(who + ", an instance or an interface, and " + word + " is an address");
        }
        try {
            return instanceOrInterface(word);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.spec.commandLine(), e.getMessage(), e);
        }
    }

    /** EC2 would say the same, after two calls. */
    private static HostId instanceOrInterface(String word) {
        HostId host = HostId.of(word);
        if (!word.matches("(i|eni)-[0-9a-f]{1,17}")) {
            throw new IllegalArgumentException("not a host id: \"" + word
                    + "\": expected an instance id (i-...) or an ENI id (eni-...), of up to 17 hexadecimal digits");
        }
        return host;
    }

    /** Whether that is an address. */
    static boolean isOne(String word) {
        try {
            IpAddress unused = IpAddress.of(word);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
