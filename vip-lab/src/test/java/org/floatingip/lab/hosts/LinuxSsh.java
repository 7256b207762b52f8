package org.floatingip.lab.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatingip.linux.SshHosts;

/**
 * SSH within a {@link LinuxLab}: a real sshd on each host, and a client in the router's network. The users are root,
 * {@code admin} (may sudo), {@code clerk} (has to give a password for it) and {@code lodger} (has no shell), all with the same key.
 */
public final class LinuxSsh {

    private final LinuxLab lab;
    private final Path client;
    private final Path config;
    private final Path knownHosts;

    public LinuxSsh(LinuxLab lab) {
        this.lab = lab;
        LinuxLab.LocalCommands.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", lab.folder() + "/id");
        this.knownHosts = lab.write("known_hosts", "");
        this.config = lab.write("ssh_config", """
                Host *
                  UserKnownHostsFile %1$s/known_hosts
                  GlobalKnownHostsFile /dev/null
                  IdentityFile %1$s/id
                  IdentitiesOnly yes
                  IdentityAgent none
                """.formatted(lab.folder()));
        this.client = executable(lab.write(
                "ssh-in-the-lab", "#!/bin/sh\nexec nsenter -t " + lab.router().pid() + " -n -- ssh \"$@\"\n"));
    }

    /** The OpenSSH client, run in the lab's network. */
    public Path client() {
        return client;
    }

    public Path config() {
        return config;
    }

    /** The hosts by their names, as that user. */
    SshHosts hosts(String user, LinuxHost... hosts) {
        Map<String, String> destinations = new LinkedHashMap<>();
        for (LinuxHost host : hosts) {
            destinations.put(host.name(), user + "@" + host.address());
        }
        return SshHosts.of(destinations).config(config).program(client.toString());
    }

    /** Starts an sshd on the host, and makes its key known. */
    public LinuxHost serve(LinuxHost host) {
        makeUsers(host);
        Path key = lab.folder().resolve(host.name()).resolve("host_key");
        LinuxLab.LocalCommands.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Path sshd = lab.write(host.name() + "/sshd_config", """
                HostKey %s
                AuthorizedKeysFile %s/id.pub
                PermitRootLogin yes
                PasswordAuthentication no
                StrictModes no
                UsePAM no
                PidFile /run/sshd.pid
                """.formatted(key, lab.folder()));
        host.run("/usr/sbin/sshd", "-f", sshd.toString());
        know(host, key);
        return host;
    }

    /** Makes the lab's client know that key for the host, and no other. */
    void know(LinuxHost host, Path key) {
        try {
            StringBuilder text = new StringBuilder();
            Files.readAllLines(knownHosts).stream()
                    .filter(line -> !line.startsWith(host.address() + " "))
                    .forEach(line -> text.append(line).append('\n'));
            text.append(host.address()).append(' ').append(Files.readString(Path.of(key + ".pub")));
            Files.writeString(knownHosts, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the lab's client know no host at all. */
    void forgetAll() {
        lab.write("known_hosts", "");
    }

    private void makeUsers(LinuxHost host) {
        bind(host, "/etc/passwd", "rw-r--r--", """
                admin:x:1998:1998::/:/bin/sh
                clerk:x:1999:1999::/:/bin/sh
                lodger:x:1997:1997::/:/usr/sbin/nologin
                """);
        bind(host, "/etc/shadow", "rw-------", "admin:*:19000::::::\nclerk:*:19000::::::\nlodger:*:19000::::::\n");
        bind(host, "/etc/group", "rw-r--r--", "admin:x:1998:\nclerk:x:1999:\nlodger:x:1997:\n");
        bind(host, "/etc/sudoers", "r--r-----", "admin ALL=(ALL) NOPASSWD: ALL\nclerk ALL=(ALL) ALL\n");
    }

    /** Puts more into a file of /etc, in the host's own view of it. */
    private void bind(LinuxHost host, String file, String permissions, String more) {
        try {
            Path copy = lab.write(host.name() + file, Files.readString(Path.of(file)) + more);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(permissions));
            host.run("mount", "--bind", copy.toString(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path executable(Path file) {
        try {
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
