package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What vip signs with, for clients beside it: an identity that was named, or a failure. The whole order: decisions/0029. */
class ConfiguredCredentialsTest {

    @Test
    void ofAProfileThatIsNotThere_nobodyElseSigns() {
        try (ConfiguredCredentials credentials = ConfiguredCredentials.create("no-such-profile-of-this-test")) {
            assertThatThrownBy(credentials::resolveCredentials).hasMessageContaining("no-such-profile-of-this-test");
            assertThat(credentials).hasToString("ConfiguredCredentials");
        }
    }
}
