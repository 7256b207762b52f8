package org.floatingip.cli.internal;

import java.nio.file.Path;
import java.util.Locale;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.SshHosts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How hosts are made to accept an address, whichever they are. */
final class HostModeOptions {

    @Option(
            names = "--mode",
            paramLabel = "while-holding|always",
            defaultValue = "while-holding",
            converter = Mode.class,
            description = "When a host accepts the address: only while it holds it, or always. Always survives a "
                    + "reboot, by a file for the manager of the interface. Default: ${DEFAULT-VALUE}.")
    HostMode mode = HostMode.WHILE_HOLDING;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "The network interface on every host, for example eth0; default: it is found.")
    @Nullable
    String interfaceName;

    @Option(names = "--sudo", description = "Run commands that need root with 'sudo -n' on the host.")
    boolean sudo;

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE",
            description = "An SSH configuration file, instead of the user's.")
    @Nullable
    Path sshConfig;

    LinuxConfigurator.Builder addTo(LinuxConfigurator.Builder builder) {
        builder.mode(mode);
        if (interfaceName != null) {
            builder.interfaceName(interfaceName);
        }
        return sudo ? builder.sudo() : builder;
    }

    SshHosts configured(SshHosts hosts) {
        return sshConfig == null ? hosts : hosts.config(sshConfig);
    }

    /** A mode as people write it. */
    static final class Mode implements ITypeConverter<HostMode> {

        @Override
        public HostMode convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "while-holding" -> HostMode.WHILE_HOLDING;
                case "always" -> HostMode.ALWAYS;
                default ->
                    throw new TypeConversionException(
                            "not a mode: \"" + value + "\": expected while-holding or always");
            };
        }
    }
}
