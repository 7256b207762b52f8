package org.floatingip.cli.internal;

import org.floatingip.DnsName;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import picocli.CommandLine.ITypeConverter;
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
                return HostId.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
