package org.floatingip.boot.internal;

import org.floatingip.boot.VipCustomizer;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.SshHosts;
import org.floatingip.spi.HostNetworkConfigurator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Linux hosts, where {@code vip-linux-net} is on the class path and the properties name some. */
@AutoConfiguration
@ConditionalOnClass(LinuxConfigurator.class)
@EnableConfigurationProperties(VipProperties.class)
public final class LinuxAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(HostNetworkConfigurator.class)
    @Conditional(Given.Hosts.class)
    LinuxConfigurator linuxConfigurator(
            VipProperties properties, ObjectProvider<VipCustomizer<LinuxConfigurator.Builder>> customizers) {
        VipProperties.Hosts hosts = properties.hosts();
        LinuxConfigurator.Builder builder = LinuxConfigurator.builder();
        if (!hosts.ssh().isEmpty()) {
            SshHosts ssh = SshHosts.of(hosts.ssh());
            builder.ssh(hosts.sshConfig() == null ? ssh : ssh.config(hosts.sshConfig()));
        }
        if (hosts.local() != null) {
            builder.local(hosts.local().value());
        }
        if (hosts.always()) {
            builder.always();
        }
        if (hosts.interfaceName() != null) {
            builder.interfaceName(hosts.interfaceName());
        }
        if (hosts.sudo()) {
            builder.sudo();
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
