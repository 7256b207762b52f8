package org.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a configurator is closed. */
class CloseTest {

    @TempDir
    private Path folder;

    @Test
    void close_whenOneConnectionCantBeClosed_endsTheOthersAndSaysSo() throws IOException {
        // In place of ssh: host a leaves something in the folder of its socket, which then can't be deleted.
        Path ssh = Files.writeString(folder.resolve("ssh"), """
                #!/bin/sh
                for word; do
                    case $word in ControlPath=*) socket=${word#ControlPath=} ;; esac
                done
                case "$*" in
                    *" -O exit -- "*) echo "$word" >>"${0%%/*}/ended" ;;
                    *" -- a "*) mkdir -p "$socket.d/full"; echo "$socket" >"${0%%/*}/left" ;;
                esac
                printf 'vip-host/2 %%s\\n' begin 'address 10.0.1.12' 'changed no' 'file absent' 'end 10.0.1.12' done
                """.formatted());
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> destinations = new LinkedHashMap<>();
        destinations.put("i-0a", "a");
        destinations.put("i-0b", "b");
        IfupdownConfigurator hosts =
                IfupdownConfigurator.over(SshHosts.of(destinations).program(ssh.toString()));
        for (String host : destinations.keySet()) {
            hosts.drop(List.of(IpAddress.of("10.0.1.12")), Holder.of(HostId.of(host), host), Duration.ofSeconds(20));
        }

        assertThatThrownBy(hosts::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("could not close ssh a");

        assertThat(Files.readAllLines(folder.resolve("ended"))).containsExactly("a", "b");
        Path left = Path.of(Files.readString(folder.resolve("left")).strip());
        Files.delete(left.resolveSibling("s.d/full"));
        Files.delete(left.resolveSibling("s.d"));
        Files.delete(left.getParent());
    }
}
